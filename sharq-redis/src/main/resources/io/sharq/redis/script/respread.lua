-- Completes a reshard atomically: replaces a type's old partitions in the list by its new ones.
-- KEYS: the list. ARGV: the type, its expected record, its old and its new number of partitions, how many fields of old
-- partitions follow, those fields, then field and nonce of each new partition.
-- Reply: {1} if the record was the expected one and the reshard is complete, else {0}. The list's field '>' .. type then
-- holds the old number: the keys of the old partitions are still to be deleted.
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
