-- Takes a partition off the list of types, unless it has been listed anew.
-- KEYS: the list. ARGV: the field, the value that it had. Reply: {1} if it was taken off else {0}.
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
  return { redis.call('HDEL', KEYS[1], ARGV[1]) }
end
return { 0 }
