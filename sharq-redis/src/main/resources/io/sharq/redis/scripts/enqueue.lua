-- Enqueues jobs (rules 3, 5, 10, 11 and 12).
-- KEYS: the partition's eight. ARGV: clock, channel, type, number of jobs, then for each: the queue's code, the job's
-- code, options (packed as OPTIONS), payload.
-- Reply: the wall clock, then for each job: 0 queued, 1 duplicate or 2 queue full; the queue's length; the revision.
-- Where the partition is not open or not listed: {0, nonce or nil}, and nothing is done.
-- First write: HSET, which Redis refuses when memory is full.
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
read_fields('', ARGV[5], ARGV[5] .. ARGV[6])
if not enter(at) or not partition.listed then
  return { 0, partition and partition.nonce or false }
end
local count = tonumber(ARGV[4])
local minute = minute_of(wall)

-- Rule 10: whether the queue holds the job. A finished job whose retention has passed is as if it had never been.
local function holds(job)
  if redis.call('HEXISTS', JOBS, job) == 1 then
    return true
  end
  return find_delivery(job)
end

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

local function store(id, code, options, payload, queue)
  local order, delay, limit, mask, _, interval, ordered, cap = struct.unpack(OPTIONS, options)
  local sequence = change()
  local place = struct.pack('>I2I7', order, sequence)
  local due = delay > 0 and now + delay or 0
  local undo = { { 'HDEL', JOBS, id .. code } }
  redis.call('HSET', JOBS, id .. code, pack_job(place, due, limit - 1, payload))
  if due > 0 then
    write_or_undo(undo, 'ZADD', SCHEDULED, 0, id .. struct.pack('>I7', due) .. place .. code)
    queue.due = queue.scheduled == 0 and due or math.min(queue.due, due)
    queue.scheduled = queue.scheduled + 1
  else
    write_or_undo(undo, 'ZADD', PLACES, 0, id .. place .. code)
    queue.queued = queue.queued + 1
  end
  apply_settings(queue, mask, interval, ordered, cap)
  queue.minutes = count_minute(queue.minutes, minute, 1, 0)
  partition.minutes = count_minute(partition.minutes, minute, 1, 0)
  queue.forget = 0
  take_turn(id, queue, queue.since, queue.ordered)
  save_queue(id, queue)
  return sequence
end

-- One job's writes can be undone, those of the jobs before it cannot.
if count > 1 then
  check_sets(PLACES, SCHEDULED)
end
local reply = { wall }
for i = 1, count do
  local first = 1 + i * 4
  local id, code, options, payload = ARGV[first], ARGV[first + 1], ARGV[first + 2], ARGV[first + 3]
  local queue = find_queue(id)
  local length = queue and queue.queued + queue.scheduled or 0
  local _, _, _, mask, longest = struct.unpack(OPTIONS, options)
  local status, revision = QUEUED, partition.revision
  if holds(id .. code) then
    status = DUPLICATE
  elseif mask % 2 == 1 and length >= longest then
    status = QUEUE_FULL
  else
    remember_head()
    revision = store(id, code, options, payload, find_or_make_queue(id))
    length = length + 1
  end
  reply[i * 3 - 1] = status
  reply[i * 3] = length
  reply[i * 3 + 1] = revision
end
return conclude(reply)
