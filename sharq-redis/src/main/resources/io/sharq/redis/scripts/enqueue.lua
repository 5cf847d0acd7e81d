-- Enqueues jobs (rules 3, 5, 10, 11 and 12).
-- KEYS: the partition's eight. ARGV: clock, channel, type, number of jobs, then for each: the queue's code, the job's
-- code, options (packed as OPTIONS), payload.
-- Reply: the wall clock, then for each job: 0 queued, 1 duplicate or 2 queue full; the queue's length; the revision.
-- Where the partition is not open or not listed: {0, nonce or nil}, and nothing is done.
-- First write: HSETNX, which Redis refuses when memory is full.
--- @include keys
--- @include clock
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
--- @include soundness
--- @include jobs

-- Order and sequence are compared as bytes, so the order arrives raised by 32768. A mask tells what is set: 1 longest
-- length, 2 interval, 4 ordered, 8 concurrency.
local OPTIONS = '>I2I7I4BI4I5BI4'
local QUEUED, DUPLICATE, QUEUE_FULL = 0, 1, 2

local at = clock()
local count = tonumber(ARGV[4])
read_items(5, 4, count)
if not enter(at) or not partition.listed then
  return { 0, partition and partition.nonce or false }
end

local places, scheduled, stored, touched = {}, {}, {}, {}

local function apply_settings(queue, mask, interval, ordered, cap)
  if mask % 4 >= 2 and not queue.pinned then
    queue.interval = interval
  end
  if mask % 8 >= 4 then
    queue.ordered = ordered == 1
  end
  if mask >= 8 then
    queue.cap = cap
  end
end

-- Rule 10: whether the queue holds the job is seen by the write itself. A delivery outlives its job only as
-- long as a finished job is retained; once that has passed, it is as if it had never been.
local function store(id, code, payload, order, delay, limit, mask, interval, ordered, cap)
  local sequence = next_number()
  local place = struct.pack('>I2I7', order, sequence)
  local due = delay > 0 and now + delay or 0
  remember_head()
  if redis.call('HSETNX', JOBS, id .. code, pack_job(place, due, limit - 1, payload)) == 0 then
    return nil
  end
  stored[#stored + 1] = id .. code
  change()
  local queue = find_or_make_queue(id)
  if due > 0 then
    scheduled[#scheduled + 1] = '0'
    scheduled[#scheduled + 1] = id .. struct.pack('>I7', due) .. place .. code
    queue.due = queue.scheduled == 0 and due or math.min(queue.due, due)
    queue.scheduled = queue.scheduled + 1
  else
    places[#places + 1] = '0'
    places[#places + 1] = id .. place .. code
    queue.queued = queue.queued + 1
  end
  apply_settings(queue, mask, interval, ordered, cap)
  queue.forget = 0
  touched[id] = (touched[id] or 0) + 1
  take_turn(id, queue, queue.since, queue.ordered)
  return sequence
end

local function forget_jobs()
  call_in_parts('HDEL', JOBS, stored)
end

local function forget_places()
  forget_jobs()
  for i = 2, #places, 2 do
    redis.call('ZREM', PLACES, places[i])
  end
end

local reply = { wall }
for i = 1, count do
  local first = 1 + i * 4
  local id, code = ARGV[first], ARGV[first + 1]
  local queue = find_queue(id)
  local length = queue and queue.queued + queue.scheduled or 0
  local order, delay, limit, mask, longest, interval, ordered, cap = struct.unpack(OPTIONS, ARGV[first + 2])
  local is_full = mask % 2 == 1 and length >= longest
  local status, revision = QUEUED, partition.revision
  if find_delivery(id .. code) or is_full and redis.call('HEXISTS', JOBS, id .. code) == 1 then
    status = DUPLICATE
  elseif is_full then
    status = QUEUE_FULL
  else
    local sequence = store(id, code, ARGV[first + 3], order, delay, limit, mask, interval, ordered, cap)
    status = sequence and QUEUED or DUPLICATE
    revision = sequence or revision
    length = sequence and length + 1 or length
  end
  reply[i * 3 - 1] = status
  reply[i * 3] = length
  reply[i * 3 + 1] = revision
end
if #stored > 0 then
  local minute = minute_of(wall)
  write_or_undo(forget_jobs, 'ZADD', PLACES, places)
  write_or_undo(forget_places, 'ZADD', SCHEDULED, scheduled)
  for id, jobs in pairs(touched) do
    local queue = queues[id]
    queue.minutes = count_minute(queue.minutes, minute, jobs, 0)
    save_queue(id, queue)
  end
  partition.minutes = count_minute(partition.minutes, minute, #stored, 0)
end
return conclude(reply)
