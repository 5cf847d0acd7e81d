-- Enqueues jobs (rules 3, 5, 10, 11 and 12).
-- KEYS: the partition's eight. ARGV: clock, channel, type, number of jobs, then for each job: the queue's code, the job's
-- code, options (packed as OPTIONS), payload; then the greatest number of queues of the partition; and if a job has a deadline,
-- the partition's number of visits at which the client arranged a visit of upkeep not later than every deadline, else ''.
-- Reply: the wall clock, then for each job: 0 queued, 1 duplicate, 2 queue full or 3 too many queues; the queue's length;
-- the revision.
-- If the partition is not open or not listed: {0, nonce or nil}, and nothing is changed. If a deadline comes before the next
-- visit of upkeep: {-1, the partition's number of visits}, and nothing is changed.
-- First write: HSET, which Redis refuses when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include minutes
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
--- @include visit
--- @include queue_bound

-- A job's options: order + 32768, delay, requeue limit + 1, mask, longest length, interval, ordered, concurrency. The order
-- is raised by 32768 because places are compared as bytes. The mask says which options are set: 1 longest length,
-- 2 interval, 4 ordered, 8 concurrency, 16 deadline, 32 headers. After the rest follow a deadline as the span from now
-- (7 bytes), and the headers as they are stored: their length and the packed headers.
local OPTIONS = '>I2I7I4BI4I5BI4'
local QUEUED, DUPLICATE, QUEUE_FULL, TOO_MANY_QUEUES = 0, 1, 2, 3

local count = tonumber(ARGV[4])
local most_queues, arranged = tonumber(ARGV[5 + count * 4]), ARGV[6 + count * 4]
-- Pending writes: fields and values for JOBS, scores and members for PLACES and SCHEDULED.
local records, places, scheduled = {}, {}, {}
-- `held`: whether a job has a readable record. `touched`: the jobs that each queue has received from this call.
local held, touched = {}, {}
-- The options of the current job. Most jobs of a batch share them, so they are unpacked only when they change.
local options, order, delay, limit, mask, longest, interval, ordered, cap, deadline, headers

local function unpack_options(packed)
  local from
  options, deadline, headers = packed, NEVER, nil
  order, delay, limit, mask, longest, interval, ordered, cap, from = struct.unpack(OPTIONS, options)
  if mask % 32 >= 16 then
    deadline, from = struct.unpack('>I7', options, from)
    deadline = now + deadline
  end
  if mask >= 32 then
    headers = options:sub(from + 2)
  end
end

local function apply_settings(queue)
  if mask % 4 >= 2 and not queue.pinned then
    queue.interval = interval
    if queue.sources then
      defaults.own(queue, 1)
    end
  end
  if mask % 8 >= 4 then
    queue.ordered = ordered == 1
    defaults.own(queue, 2)
  end
  if mask % 16 >= 8 then
    queue.cap = cap
    defaults.own(queue, 4)
  end
end

local function schedule(id, queue, place, code)
  local due = now + delay
  scheduled[#scheduled + 1] = '0'
  scheduled[#scheduled + 1] = id .. struct.pack('>I7', due) .. place .. code
  queue.due = queue.scheduled == 0 and due or math.min(queue.due, due)
  queue.scheduled = queue.scheduled + 1
  return due
end

local function store(id, job, code, payload)
  local queue = find_or_make_queue(id, mask % 4 >= 2)
  local place = struct.pack('>I2I7', order, change())
  local due = 0
  if delay > 0 then
    due = schedule(id, queue, place, code)
  else
    local n = #places
    places[n + 1] = '0'
    places[n + 2] = id .. place .. code
    queue.queued = queue.queued + 1
  end
  local n = #records
  records[n + 1] = job
  records[n + 2] = pack_job(place, due, limit - 1, deadline, headers, payload)
  if deadline ~= NEVER then
    scheduled[#scheduled + 1] = '0'
    scheduled[#scheduled + 1] = deadlines.member(job, place, deadline)
    deadlines.note(deadline)
  end
  held[job] = true
  if mask % 16 > 1 then
    apply_settings(queue)
  end
  queue.forget = 0
  touched[id] = (touched[id] or 0) + 1
  take_turn(id, queue, queue.since, queue.ordered)
end

local function forget_jobs()
  for i = 1, #records, 2 do
    redis.call('HDEL', JOBS, records[i])
  end
end

local function forget_places()
  forget_jobs()
  for i = 2, #places, 2 do
    redis.call('ZREM', PLACES, places[i])
  end
end

-- Rule 10: whether a finished job of the queue may still be retained. A delivery record outlives its job only during the
-- retention; `retained` is the latest end of any retention in the queue.
local function may_be_remembered(queue)
  return queue and queue.retained > now
end

-- Notes which jobs have a record. An unreadable record counts as missing and is overwritten.
local function read_held(jobs)
  local values = read_values(JOBS, jobs)
  for i = 1, count do
    held[jobs[i]] = unpack_job(values[i]) ~= nil
  end
end

-- Whether the queue holds the job. A job that has lost its record is still held while it is active or dead.
local function is_held(queue, job)
  if held[job] then
    return true
  end
  local delivery = fields[job] and find_delivery(job)
  return delivery and (delivery.state == ACTIVE or delivery.state == DIED or may_be_remembered(queue))
end

local function enqueue(id, job, code, packed_options, payload)
  local queue = find_queue(id)
  local length = queue and queue.queued + queue.scheduled or 0
  if packed_options ~= options then
    unpack_options(packed_options)
  end
  if is_held(queue, job) then
    return DUPLICATE, length
  elseif mask % 2 == 1 and length >= longest then
    return QUEUE_FULL, length
  elseif not queue and is_one_too_many(id, most_queues) then
    return TOO_MANY_QUEUES, 0
  end
  store(id, job, code, payload)
  return QUEUED, length + 1
end

-- Whether a deadline comes before the next visit of upkeep, and the client has not arranged an earlier one. If it has, the visit
-- is recorded.
local function is_before_upkeep()
  local earliest_deadline = NEVER
  for i = 1, count do
    unpack_options(ARGV[3 + i * 4])
    earliest_deadline = math.min(earliest_deadline, deadline)
  end
  read_visit()
  if earliest_deadline >= visit_at then
    return false
  end
  if tonumber(arranged) ~= visits then
    return true
  end
  note_visit(earliest_deadline)
  return false
end

local at = clock()
local jobs = read_items(5, 4, count)
if not enter(at) or not partition.listed then
  return { 0, partition and partition.nonce or false }
end
if arranged and is_before_upkeep() then
  return { -1, visits }
end
if has_passed(partition.deadline, now) then
  -- Redis refuses this write when memory is full, as it refuses the later ones.
  redis.call('HSET', JOBS, '', '')
  deadlines.let_die()
end
read_held(jobs)
local reply = { wall }
for i = 1, count do
  local first = 1 + i * 4
  local status, length = enqueue(ARGV[first], jobs[i], ARGV[first + 1], ARGV[first + 2], ARGV[first + 3])
  reply[i * 3 - 1] = status
  reply[i * 3] = length
  reply[i * 3 + 1] = partition.revision
end
if #records > 0 then
  local minute = minute_of(wall)
  if has_turns_to_write() then
    remember_head()
  end
  call_in_parts('HSET', JOBS, records)
  write_or_undo(forget_jobs, 'ZADD', PLACES, places)
  write_or_undo(forget_places, 'ZADD', SCHEDULED, scheduled)
  for id, jobs_of_queue in pairs(touched) do
    local queue = queues[id]
    queue.minutes = count_minute(queue.minutes, minute, jobs_of_queue, 0)
    save_queue(id, queue)
  end
  partition.minutes = count_minute(partition.minutes, minute, #records / 2, 0)
end
return with_ends(conclude(reply))
