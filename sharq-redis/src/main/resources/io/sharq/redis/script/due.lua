-- Lists the upkeep that is due in a partition, so that a step over several partitions can share one limit.
-- KEYS: the partition's eight. ARGV: clock, limit, greatest age of a dead job in microseconds.
-- Reply: the wall clock, and no more if the partition is not open. Otherwise then: the number of dead jobs; how many expired
-- leases follow; how many of the listed dead jobs are too old; for each expired lease, at most the limit: its expiry, its
-- number; and the revisions at which the oldest dead jobs died, at most the limit. Writes nothing.
--- @include keys
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include state
--- @include damage
--- @nested
--- @include partition

local at = clock()
if not enter(at) then
  return { at }
end
local limit, max_age = ARGV[2], tonumber(ARGV[3])

local function up_to(key, bound)
  return redis.call('ZRANGEBYSCORE', key, '-inf', bound, 'WITHSCORES', 'LIMIT', 0, limit)
end

-- Drops the sentinel and every other member too short for a lease, in case the sentinel's score was changed.
local expired = up_to(LEASES, now)
for i = #expired - 1, 1, -2 do
  if #expired[i] < 7 then
    table.remove(expired, i + 1)
    table.remove(expired, i)
  end
end
local dead, deaths = up_to(DEAD, '(+inf'), {}
for i = 2, #dead, 2 do
  if dead[i - 1] ~= '' then
    deaths[#deaths + 1] = tonumber(dead[i])
  end
end
local aged = 0
while aged < #deaths and deaths[aged + 1] <= now - max_age do
  aged = aged + 1
end
local reply = { at, math.max(0, redis.call('ZCARD', DEAD) - 1), #expired / 2, aged }
for i = 1, #expired, 2 do
  reply[#reply + 1] = to_wall(tonumber(expired[i + 1]))
  reply[#reply + 1] = struct.unpack('>I7', expired[i])
end
for _, death in ipairs(deaths) do
  reply[#reply + 1] = death
end
return reply
