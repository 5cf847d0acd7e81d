-- Ends leases whose work is done (rules 8 and 12).
-- KEYS: the partition's eight. ARGV: clock, channel, type, retention in microseconds, number of leases, then for each:
-- the queue's code, the job's code, the token ('' for whatever lease there is).
-- Reply: the wall clock, then for each lease: 1 done or 0 lost; the revision.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
--- @include minutes
--- @include memory
--- @include ids
--- @include state
--- @include partition
--- @include queues
--- @include turns
--- @include soundness
--- @include jobs
--- @include ending

local retention, count = tonumber(ARGV[4]), tonumber(ARGV[5])

local function finish(id, job, delivery)
  remember_head()
  local queue = find_queue(id)
  if retention == 0 and queue.queued + queue.scheduled + queue.dead == 0 then
    check_sets(MEMORY)
  end
  change()
  local undo = { { 'ZADD', LEASES, delivery.at, lease_member(job, delivery.number) } }
  end_lease(job, delivery)
  if retention > 0 then
    write_or_undo(undo, 'ZADD', MEMORY, now + retention, job)
    undo[2] = { 'ZREM', MEMORY, job }
  end
  write_or_undo(undo, 'HDEL', JOBS, job)
  if retention > 0 then
    drop(nonce_field(delivery.nonce))
    delivery.state, delivery.number, delivery.nonce, delivery.at = FINISHED, 0, NO_NONCE, now + retention
    put(job, pack_delivery(delivery))
    queue.retained = math.max(queue.retained, delivery.at)
  else
    drop(nonce_field(delivery.nonce), job)
  end
  queue.active = queue.active - 1
  settle(id, queue)
end

local at = clock()
read_fields('', ARGV[6], ARGV[6] .. ARGV[7])
local is_open = enter(at)
local reply = { at }
for i = 1, count do
  local first = 3 + i * 3
  local id = ARGV[first]
  local job = id .. ARGV[first + 1]
  local delivery = is_open and named_lease(job, ARGV[first + 2])
  if delivery then
    finish(id, job, delivery)
  end
  reply[i * 2] = delivery and 1 or 0
  reply[i * 2 + 1] = is_open and partition.revision or 0
end
return conclude(reply)
