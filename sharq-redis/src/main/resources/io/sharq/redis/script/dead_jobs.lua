-- Redrives or discards dead jobs (rules 5 and 14).
-- KEYS: the partition's eight. ARGV: clock, channel, type, 'redrive' or 'discard', number of jobs, then for each job: the
-- queue's code, the job's code.
-- Reply: the wall clock, then for each job: 1 if done or 0 if it was not dead; the revision.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
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
--- @include wake
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ends
--- @include ending
--- @include return_job
--- @include death

local redrives, count = ARGV[4] == 'redrive', tonumber(ARGV[5])

-- A redriven job has no deadline any more (rule 23).
local function redrive(id, job, delivery, record)
  local queue = repairs.owner(id)
  local place, due, limit, from, headers, deadline = unpack_job(record)
  if deadline ~= NEVER then
    deadlines.forget(job, place, deadline)
    redis.call('HSET', JOBS, job, pack_job(place, due, limit, NEVER, headers, record:sub(from)))
  end
  redis.call('ZREM', DEAD, job)
  queue.dead = math.max(0, queue.dead - 1)
  delivery.requeues = 0
  take_place(id, queue, job, delivery)
  settle(id, queue)
end

local at = clock()
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 1, count do
  local first = 4 + i * 2
  local id = ARGV[first]
  local job = id .. ARGV[first + 1]
  local delivery = is_open and find_delivery(job)
  local is_dead = delivery and delivery.state == DIED
  if is_dead then
    remember_head()
    check_sets(PLACES, DEAD, MEMORY)
    local record = redrives and redis.call('HGET', JOBS, job) or redis.call('HLEN', JOBS)
    if not redrives then
      remove_dead(job)
    elseif unpack_job(record) then
      change()
      redrive(id, job, delivery, record)
    else
      set_aside('a dead job without its record', job)
      remove_dead(job)
      is_dead = false
    end
  end
  reply[i * 2] = is_dead and 1 or 0
  reply[i * 2 + 1] = is_open and partition.revision or 0
end
return with_ends(conclude(reply))
