-- Ends leases whose work an upstream refused for now. The jobs return to their places, no requeue is counted, and their queues
-- are held (rules 5, 8, 12 and 22).
-- KEYS: the partition's eight. ARGV: clock, channel, type, the longest hold that grows by itself, number of leases, then for
-- each lease: the queue's code, the job's code, the token ('' for the job's current lease), the time for which the queue is
-- held in microseconds ('' if it grows).
-- Reply: the wall clock, then for each lease: 1 if done or 0 if lost; the end of the queue's hold by the wall clock, 0 if lost;
-- the revision.
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
--- @include throttling

local REASON = 'throttled'
local longest, count = tonumber(ARGV[4]), tonumber(ARGV[5])

local function hold(queue, number, retry_after)
  local held
  queue.level, queue.raised, held = throttled(
    queue.level or 0, queue.raised or 0, queue.held, number, retry_after, longest, now, partition.revision)
  if held > queue.held then
    queue.held, queue.reason = held, REASON
  end
  if queue.raised == 0 then
    queue.level, queue.raised = nil, nil
  end
end

local at = clock()
local jobs = read_items(6, 4, count)
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 1, count do
  local first = 2 + i * 4
  local id = ARGV[first]
  local job = jobs[i]
  local packed = is_open and named_lease(job, ARGV[first + 2])
  local delivery = packed and unpack_delivery(packed)
  local held = 0
  if delivery then
    remember_head()
    check_sets(PLACES, MEMORY)
    if delivery.deadline then
      check_sets(SCHEDULED, DEAD)
    end
    local queue = repairs.owner(id)
    change()
    end_lease(job, delivery)
    queue.active = math.max(0, queue.active - 1)
    hold(queue, delivery.number, tonumber(ARGV[first + 3]))
    if not dies_late(job, queue, delivery) then
      take_place(id, queue, job, delivery)
    end
    settle(id, queue)
    held = to_wall(queue.held)
  end
  reply[i * 3 - 1] = delivery and 1 or 0
  reply[i * 3] = held
  reply[i * 3 + 1] = is_open and partition.revision or 0
end
return with_ends(conclude(reply))
