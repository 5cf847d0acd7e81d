-- Begins, resumes or cancels a reshard: a compare-and-set of the type's record in the list.
-- KEYS: the list. ARGV: the type, the expected record ('' for none), the new record ('' for none).
-- Reply: {1} if the record was the expected one and was replaced, else {0}.
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then
  return { 0 }
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
return { 1 }
