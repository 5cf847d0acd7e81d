-- Ends leases whose work failed: each job is requeued, at once or after a delay, or dies (rules 5, 6, 8, 9, 12 and 14).
-- KEYS: the partition's eight. ARGV: clock, channel, type, greatest number of dead jobs, number of leases, then for each
-- lease: the queue's code, the job's code, the token ('' for the job's current lease), delay in microseconds, reason ('' if
-- none is given).
-- Reply: the wall clock, then for each lease: 1 requeued, 2 dead or 0 lost; the revision.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
--- @include requeues
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

local LOST, REQUEUED, DEAD_NOW = 0, 1, 2
local max_dead, count = tonumber(ARGV[4]), tonumber(ARGV[5])

local function come_back(id, queue, job, delivery, delay)
  delivery.requeues = delivery.requeues + 1
  if delay == 0 or queue.ordered then
    if delay > 0 then
      queue.retry = math.max(queue.retry, now + delay)
    end
    take_place(id, queue, job, delivery)
  else
    local due = now + delay
    redis.call('ZADD', SCHEDULED, 0, id .. struct.pack('>I7', due) .. delivery.place .. job:sub(#id + 1))
    queue.due = queue.scheduled == 0 and due or math.min(queue.due, due)
    queue.scheduled = queue.scheduled + 1
    wait_again(job, delivery, due)
  end
end

local function fail(id, job, delivery, delay, reason)
  remember_head()
  check_sets(PLACES, SCHEDULED, DEAD, MEMORY)
  redis.call('HLEN', JOBS)
  local queue = repairs.owner(id)
  change()
  end_lease(job, delivery)
  queue.active = math.max(0, queue.active - 1)
  delivery.reason = reason
  if comes_back(delivery.requeues, delivery.limit) and not dies_late(job, queue, delivery) then
    come_back(id, queue, job, delivery, delay)
    settle(id, queue)
    return REQUEUED
  end
  if delivery.state ~= DIED then
    die(job, queue, delivery)
  end
  settle(id, queue)
  push_out(max_dead, PUSHED_OUT)
  return DEAD_NOW
end

local at = clock()
local jobs = read_items(6, 5, count)
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 1, count do
  local first = 1 + i * 5
  local id = ARGV[first]
  local job = jobs[i]
  local packed = is_open and named_lease(job, ARGV[first + 2])
  local delivery = packed and unpack_delivery(packed)
  local status = LOST
  if delivery then
    status = fail(id, job, delivery, tonumber(ARGV[first + 3]), ARGV[first + 4])
  end
  reply[i * 2] = status
  reply[i * 2 + 1] = is_open and partition.revision or 0
end
return with_ends(conclude(reply))
