-- Schedules a visit of upkeep to a listed type within a span. An earlier visit that is scheduled already stays.
-- KEYS: the list, the index of visits, its clock. ARGV: clock, the type, the span in microseconds.
-- Reply: {1} if the type is listed else {0}. First write: ZREM, which Redis takes when memory is full.
--- @include clock
--- @include steady_time
--- @include index

local LIST, DUE, CLOCK = unpack(KEYS)
local name = ARGV[2]
local listed = redis.call('HMGET', LIST, name, name .. ':0')
if not listed[1] and not listed[2] then
  return { 0 }
end
local at = clock()
local kept = redis.call('HMGET', CLOCK, 'wall', 'offset')
local now, offset = index_time(at, kept[1], kept[2])
redis.call('ZREM', DUE, '')
redis.call('ZADD', DUE, 'LT', text_of(now + tonumber(ARGV[3])), name)
if kept[1] and at < tonumber(kept[1]) then
  redis.call('HSET', CLOCK, 'wall', text_of(at), 'offset', text_of(offset))
end
return { 1 }
