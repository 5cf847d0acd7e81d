-- Takes a partition off the list of types, unless it has been listed anew; with the last one goes the type's number of
-- partitions.
-- KEYS: the list. ARGV: the field, the value that it had; where there are several partitions, the type and the fields of
-- all. Reply: {1} if it was taken off else {0}.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return { 0 }
end
redis.call('HDEL', KEYS[1], ARGV[1])
for i = 4, #ARGV do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
    return { 1 }
  end
end
if ARGV[3] and redis.call('HGET', KEYS[1], ARGV[3]) == tostring(#ARGV - 3) then
  redis.call('HDEL', KEYS[1], ARGV[3])
end
return { 1 }
