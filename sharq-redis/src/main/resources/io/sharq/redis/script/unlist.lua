-- Removes a partition from the list of types, unless it has been listed again since. The last partition removes the type's
-- number of partitions and its visits, and the last type removes the whole index.
-- KEYS: the list, the index of visits, the visits in progress, the index's clock. ARGV: the type, the partition's field, the
-- field's expected value; for a type of several partitions then the fields of all.
-- Reply: {1} if the partition was removed else {0}.
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
