-- Adds a partition to the list of types, unless its type has another number of partitions. If that number is not 1, it is
-- stored in a field with the type's own name. Upkeep visits a newly listed type within a span.
-- KEYS: the list, the index of visits, its clock. ARGV: clock, the type, the partition's field, its nonce, the number of
-- partitions, the span in microseconds.
-- Reply: the type's number of partitions. The partition was listed if it equals the caller's number.
-- First write: HSET, which Redis refuses when memory is full.
--- @include clock
--- @include steady_time
--- @include index

local LIST, DUE, CLOCK = unpack(KEYS)
local name, field, nonce, number, within = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local recorded = redis.call('HGET', LIST, name)
if not recorded and number ~= '1' and redis.call('HEXISTS', LIST, name .. ':0') == 1 then
  recorded = '1'
end
if recorded and recorded ~= number then
  return { recorded }
end
local kept = redis.call('HMGET', CLOCK, 'wall', 'offset')
local now = index_time(clock(), kept[1], kept[2])
redis.call('ZCARD', DUE)
redis.call('HSET', LIST, field, nonce)
if number ~= '1' then
  redis.call('HSET', LIST, name, number)
end
redis.call('ZADD', DUE, 'LT', text_of(now + within), name)
return { number }
