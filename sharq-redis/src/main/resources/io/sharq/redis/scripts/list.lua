-- Lists a partition, unless its type is spread over another number of partitions. That number stands in a field of the
-- type's own name if it is not 1.
-- KEYS: the list. ARGV: the type, the partition's field, its nonce, the number of partitions.
-- Reply: the number that the type has: the caller's own, and then the partition is listed, or another.
local recorded = redis.call('HGET', KEYS[1], ARGV[1])
if not recorded and ARGV[4] ~= '1' and redis.call('HEXISTS', KEYS[1], ARGV[1] .. ':0') == 1 then
  recorded = '1'
end
if recorded and recorded ~= ARGV[4] then
  return { recorded }
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
if ARGV[4] ~= '1' then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
end
return { ARGV[4] }
