-- Holds what a partition keeps against itself. Changes nothing.
-- KEYS: the partition's eight.
-- Reply: what is wrong, a line each.
--- @include keys
--- @include steady_time
--- @include revision
--- @include readiness
--- @include minutes
--- @include memory
--- @include ids
--- @include state
--- @include partition
--- @include queues
--- @include turns
--- @include jobs
--- @include ending
--- @include visit

local wrong = {}

local function hold(is_so, what, name)
  if not is_so then
    wrong[#wrong + 1] = what .. ': ' .. name:gsub('[^%w%-]', '.')
  end
end

-- A key's fields or members with their values or scores, without the sentinel, which must be there.
local function all(command, ...)
  local found, list = {}, redis.call(command, ...)
  for i = 1, #list, 2 do
    found[list[i]] = list[i + 1]
  end
  hold(found[''], 'no sentinel', KEYS[1] .. ' ' .. command)
  found[''] = nil
  return found
end

local function scores(key)
  return all('ZRANGE', key, '0', '-1', 'WITHSCORES')
end

if redis.call('EXISTS', unpack(KEYS)) == 0 then
  return {}
end
local _, _, _, last_wall, offset = struct.unpack(PARTITION, redis.call('HGET', STATE, ''))
local changed_at = last_wall + offset
local state = all('HGETALL', STATE)
local stored = all('HGETALL', JOBS)
local ready, memory = scores(READY), scores(MEMORY)

-- In which state each job is found, and of each queue, how many.
local found = {}
local queued, scheduled, active, dead, earliest_due = {}, {}, {}, {}, {}

local function find(job, where, counts)
  local id = split(job)
  hold(not found[job], 'in two places, ' .. where .. ' and ' .. tostring(found[job]), job)
  hold(stored[job], 'no such job, but ' .. where, job)
  hold(state[id], 'no such queue, but ' .. where, job)
  found[job] = where
  counts[id] = (counts[id] or 0) + 1
  return id
end

local function place_of(job)
  return stored[job] and unpack_job(stored[job])
end

for member in pairs(scores(PLACES)) do
  local id, rest = split(member)
  local job = id .. rest:sub(10)
  find(job, 'queued', queued)
  hold(place_of(job) == rest:sub(1, 9), 'in another place than its own', job)
end
for member in pairs(scores(SCHEDULED)) do
  local id, rest = split(member)
  local due = struct.unpack('>I7', rest)
  local job = id .. rest:sub(17)
  find(job, 'scheduled', scheduled)
  hold(place_of(job) == rest:sub(8, 16), 'scheduled for another place than its own', job)
  earliest_due[id] = math.min(earliest_due[id] or NEVER, due)
end
for member, expiry in pairs(scores(LEASES)) do
  local number, job = struct.unpack('>I7', member), member:sub(8)
  find(job, 'active', active)
  local delivery = state[job] and unpack_delivery(state[job])
  hold(delivery and delivery.state == ACTIVE and delivery.number == number, 'a lease that its job does not have', job)
  hold(delivery and delivery.at == tonumber(expiry), 'a lease that ends at another time than its job says', job)
end
for job in pairs(scores(DEAD)) do
  find(job, 'dead', dead)
  hold(state[job] and unpack_delivery(state[job]).state == DIED, 'dead, but not as it says', job)
end
for job in pairs(stored) do
  hold(found[job], 'in no place', job)
end

local WHERE = { [WAITING] = { queued = true, scheduled = true }, [ACTIVE] = { active = true }, [DIED] = { dead = true } }

-- A finished job whose retention has passed is as if it had never been, so its id may be that of a new one.
local function check_delivery(job, delivery)
  if delivery.state == FINISHED then
    hold(not stored[job] or delivery.at <= changed_at, 'finished and stored', job)
    hold(tonumber(memory[job]) == delivery.at, 'finished and never forgotten', job)
  else
    hold(WHERE[delivery.state][found[job]], 'handed out, in state ' .. delivery.state, job)
    hold(place_of(job) == delivery.place, 'handed out from another place than its own', job)
  end
end

local function check_counts(id, queue)
  hold(queue.queued == (queued[id] or 0), 'a wrong count of queued jobs', id)
  hold(queue.scheduled == (scheduled[id] or 0), 'a wrong count of scheduled jobs', id)
  hold(queue.active == (active[id] or 0), 'a wrong count of active jobs', id)
  hold(queue.dead == (dead[id] or 0), 'a wrong count of dead jobs', id)
  hold(queue.due == (earliest_due[id] or 0), 'a wrong earliest due instant', id)
end

local turns = 0

local function check_queue(id, queue)
  check_counts(id, queue)
  if queue.since ~= NEVER then
    turns = turns + 1
    hold(tonumber(ready[turn_member(id, queue.turn)]) == queue.since, 'not in its turn', id)
  end
  if queue.forget > 0 then
    hold(holds_no_job(queue), 'to be forgotten with a job', id)
    hold(tonumber(memory[id]) == queue.forget, 'never forgotten', id)
  else
    hold(not holds_no_job(queue) or queue.pinned or queue.paused, 'drained and never to be forgotten', id)
  end
end

local function check_dequeue(nonce, jobs)
  local at = 1
  while at <= #jobs do
    local job = jobs:sub(at + 1, at + jobs:byte(at))
    local delivery = state[job] and unpack_delivery(state[job])
    hold(delivery and delivery.state == ACTIVE and delivery.nonce == nonce, 'a dequeue whose lease has ended', job)
    at = at + 1 + jobs:byte(at)
  end
end

for field, value in pairs(state) do
  local id, rest = split(field)
  if field == VISIT then
    hold(#value == VISIT_BYTES, 'no record of a visit', field)
  elseif field:byte(1) == 0 then
    check_dequeue(field:sub(2), value)
  elseif rest == '' then
    check_queue(id, unpack_queue(value))
  else
    check_delivery(field, unpack_delivery(value))
  end
end
for _ in pairs(ready) do
  turns = turns - 1
end
hold(turns == 0, 'queues in turn that are not, less', tostring(turns))
return wrong
