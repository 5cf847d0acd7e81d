-- Takes a partition off the list of types, unless it has been listed anew; with the last one go the type's number of
-- partitions and its visits, and with the last type the whole index.
-- KEYS: the list, the index of visits, the visits that are being made, the index's clock. ARGV: the type, the field, the
-- value that it had; where there are several partitions, the fields of all. Reply: {1} if it was taken off else {0}.
-- First write: HDEL, which Redis takes when memory is full.
local LIST, DUE, VISITS, CLOCK = unpack(KEYS)
local name, field = ARGV[1], ARGV[2]
if redis.call('HGET', LIST, field) ~= ARGV[3] then
  return { 0 }
end
local number = #ARGV > 3 and redis.call('HGET', LIST, name)
redis.call('ZCARD', DUE)
redis.call('ZCARD', VISITS)
redis.call('HDEL', LIST, field)
for i = 4, #ARGV do
  if redis.call('HEXISTS', LIST, ARGV[i]) == 1 then
    return { 1 }
  end
end
if number == tostring(#ARGV - 3) then
  redis.call('HDEL', LIST, name)
end
redis.call('ZREM', DUE, name)
redis.call('ZREM', VISITS, name)
if redis.call('HLEN', LIST) == 0 then
  redis.call('DEL', DUE, VISITS, CLOCK)
end
return { 1 }
