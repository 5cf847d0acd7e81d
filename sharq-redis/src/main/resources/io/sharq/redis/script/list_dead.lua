-- Lists dead jobs, oldest first (rule 14).
-- KEYS: the partition's eight. ARGV: clock, the revision to continue after, limit.
-- Reply: for each job: its revision, the queue's code, the job's code, payload or {packed headers, payload}, when it died,
-- deliveries, reason.
-- First write: ZREM, which Redis takes when memory is full. Writes only if deadlines have passed.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include memory
--- @include ids
--- @include state
--- @include damage
--- @nested
--- @include partition
--- @include defaults
--- @include queues
--- @include repairs
--- @include turns
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include deadlines_to_look

-- The most ranges that one call reads: another is read if jobs of a range have lost their records.
local ROUNDS = 20

local reply, found, after, limit = {}, 0, ARGV[2], tonumber(ARGV[3])

local function tell(job, revision)
  local id, code = split(job)
  local delivery = find_delivery(job)
  local packed = redis.call('HGET', JOBS, job)
  local place, _, _, start, headers = unpack_job(packed)
  -- A job that has lost its records is not listed; upkeep removes it by its age.
  if not place or not delivery then
    return
  end
  local n = #reply
  reply[n + 1] = tonumber(revision)
  reply[n + 2] = id
  reply[n + 3] = code
  local payload = packed:sub(start)
  reply[n + 4] = headers and { headers, payload } or payload
  reply[n + 5] = to_wall(delivery.at)
  reply[n + 6] = delivery.deliveries
  reply[n + 7] = delivery.reason
  found = found + 1
end

local is_open = enter(clock())
if is_open then
  expire_to_look()
end
for _ = 1, is_open and ROUNDS or 0 do
  local missing = limit - found
  local dead = redis.call('ZRANGEBYSCORE', DEAD, '(' .. after, '(+inf', 'WITHSCORES', 'LIMIT', 0, missing)
  for i = 1, #dead, 2 do
    tell(dead[i], dead[i + 1])
    after = dead[i + 1]
  end
  if found == limit or #dead < missing * 2 then
    break
  end
end
return reply
