-- Begins, resumes or gives up spreading a type anew.
-- KEYS: the list. ARGV: the type, the record that it must have ('' for none), the record that it gets ('' for none).
-- Reply: {1} if it was so else {0}.
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then
  return { 0 }
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
return { 1 }
