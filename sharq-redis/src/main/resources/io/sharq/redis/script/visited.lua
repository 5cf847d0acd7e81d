-- Ends visits, and schedules each type's next one. An earlier visit that was scheduled meanwhile stays.
-- KEYS: the list, the index of visits, the visits in progress. ARGV: for each visit: the type, the instant of its next visit
-- in the index's time.
-- Reply: {1}. First write: ZREM, which Redis takes when memory is full.
local LIST, DUE, VISITS = unpack(KEYS)
local types, fields, gone, next_visits = {}, {}, {}, {}
for i = 1, #ARGV, 2 do
  types[#types + 1] = ARGV[i]
  fields[#fields + 1] = ARGV[i]
  fields[#fields + 1] = ARGV[i] .. ':0'
end
local listed = redis.call('HMGET', LIST, unpack(fields))
redis.call('ZCARD', DUE)
for i = 1, #types do
  if listed[i * 2 - 1] or listed[i * 2] then
    next_visits[#next_visits + 1] = ARGV[i * 2]
    next_visits[#next_visits + 1] = types[i]
  else
    gone[#gone + 1] = types[i]
  end
end
redis.call('ZREM', VISITS, unpack(types))
if #gone > 0 then
  redis.call('ZREM', DUE, unpack(gone))
end
if #next_visits > 0 then
  redis.call('ZADD', DUE, 'LT', unpack(next_visits))
end
return { 1 }
