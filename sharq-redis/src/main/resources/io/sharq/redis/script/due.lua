-- Lists the upkeep that is due in a partition, so that a step over several partitions can share one limit.
-- KEYS: the partition's eight. ARGV: clock, limit, greatest age of a dead job in microseconds.
-- Reply: the wall clock, and no more if the partition is not open. Otherwise then: the number of dead jobs; how many expired
-- leases follow; how many of the listed dead jobs are too old; how many deadlines that have passed follow; for each expired
-- lease, at most the limit: its expiry, its number; likewise for each deadline: its instant, the sequence of its job; and the
-- revisions at which the oldest dead jobs died, at most the limit. Writes nothing.
--- @include keys
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include state
--- @include damage
--- @include partition
--- @include passed

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
-- The deadlines that have passed of jobs that wait. A job under a lease only loses its entry, which costs nothing of the limit.
local overdue, wanted = {}, tonumber(limit)
if has_passed(partition.deadline, now) then
  local late = redis.call('ZRANGEBYLEX', SCHEDULED, '[\0', '(\0' .. struct.pack('>I7', now + 1), 'LIMIT', 0, 1000)
  for _, member in ipairs(late) do
    local delivery = get(member:sub(16))
    if #overdue < wanted and not (delivery and #delivery > 0 and delivery:byte(1) % 4 > 0) then
      overdue[#overdue + 1] = member
    end
  end
end
local reply = { at, math.max(0, redis.call('ZCARD', DEAD) - 1), #expired / 2, aged, #overdue }
for i = 1, #expired, 2 do
  reply[#reply + 1] = to_wall(tonumber(expired[i + 1]))
  reply[#reply + 1] = struct.unpack('>I7', expired[i])
end
for _, member in ipairs(overdue) do
  local is_readable = #member > 15
  reply[#reply + 1] = is_readable and to_wall(struct.unpack('>I7', member, 2)) or 0
  reply[#reply + 1] = is_readable and struct.unpack('>I7', member, 9) or 0
end
for _, death in ipairs(deaths) do
  reply[#reply + 1] = death
end
return reply
