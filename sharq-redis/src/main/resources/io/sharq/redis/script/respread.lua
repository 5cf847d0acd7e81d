-- Ends spreading a type anew, at one stroke: its old partitions leave the list and its new ones are on it.
-- KEYS: the list. ARGV: the type, the record that it must have, its old and its new number of partitions, how many fields of
-- old ones follow, those, then field and nonce of each new one.
-- Reply: {1} if it was so else {0}. The field '>' and the type says that the keys of the old partitions are still to go.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return { 0 }
end
local old = tonumber(ARGV[5])
for i = 6, 5 + old do
  redis.call('HDEL', KEYS[1], ARGV[i])
end
for i = 6 + old, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
if ARGV[4] == '1' or #ARGV == 5 + old then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
end
redis.call('HSET', KEYS[1], '>' .. ARGV[1], ARGV[3])
return { 1 }
