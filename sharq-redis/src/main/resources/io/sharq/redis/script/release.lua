-- Ends leases whose work was not done. The jobs return to their places; no requeue is counted (rules 5, 8, 9 and 12).
-- KEYS: the partition's eight. ARGV: clock, channel, type, number of leases, then for each lease: the queue's code, the
-- job's code, the token ('' for the job's current lease).
-- Reply: the wall clock, then for each lease: 1 if done or 0 if lost; the revision.
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

local count = tonumber(ARGV[4])
local at = clock()
local jobs = read_items(5, 3, count)
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 1, count do
  local first = 2 + i * 3
  local id = ARGV[first]
  local job = jobs[i]
  local packed = is_open and named_lease(job, ARGV[first + 2])
  local delivery = packed and unpack_delivery(packed)
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
    if not dies_late(job, queue, delivery) then
      take_place(id, queue, job, delivery)
    end
    settle(id, queue)
  end
  reply[i * 2] = delivery and 1 or 0
  reply[i * 2 + 1] = is_open and partition.revision or 0
end
return with_ends(conclude(reply))
