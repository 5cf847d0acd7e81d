-- Cancels or changes waiting jobs (rules 12 and 25).
-- KEYS: the partition's eight. ARGV: clock, channel, type, 'cancel' or 'change', number of jobs, then for each job: the queue's
-- code, the job's code; and for a change the new order (2 bytes) and the microseconds until the job is due, each '' to leave
-- it, 1 if a payload follows else 0, the new payload.
-- Reply: the wall clock, then for each job: 0 done, 1 not found, 2 leased, 3 dead, 4 finished; the revision.
-- First write: ZREM, which Redis takes when memory is full.
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
--- @include wake
--- @include soundness
--- @include jobs
--- @include promotion
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ends

local DONE, NOT_FOUND = 0, 1
local REFUSED = { [ACTIVE] = 2, [DIED] = 3, [FINISHED] = 4 }
local cancels, count = ARGV[4] == 'cancel', tonumber(ARGV[5])
local width = cancels and 2 or 6

local function enqueue(id, queue, job, place, due)
  if due == 0 then
    queue.queued = queue.queued + redis.call('ZADD', PLACES, 0, id .. place .. job:sub(#id + 1))
    return
  end
  local member = id .. struct.pack('>I7', due) .. place .. job:sub(#id + 1)
  queue.scheduled = queue.scheduled + redis.call('ZADD', SCHEDULED, 0, member)
  queue.due = queue.due == 0 and due or math.min(queue.due, due)
end

local function cancel(id, queue, job, place, due, delivery, deadline)
  unqueue(id, queue, job, place, due)
  deadlines.forget(job, place, deadline)
  if delivery and delivery.watched then
    note_end(job)
  end
  redis.call('HDEL', JOBS, job)
  if get(job) then
    drop(job)
  end
end

local function apply(id, queue, job, record, delivery, first)
  local place, due, limit, from, headers, deadline = unpack_job(record)
  local order, delay, payload = ARGV[first], ARGV[first + 1], record:sub(from)
  if delivery then
    due = delivery.at
  end
  due = unqueue(id, queue, job, place, due)
  if order ~= '' then
    place = order .. place:sub(3)
  end
  if delay ~= '' then
    due = delay == '0' and 0 or now + tonumber(delay)
  end
  if ARGV[first + 2] == '1' then
    payload = ARGV[first + 3]
  end
  redis.call('HSET', JOBS, job, pack_job(place, due, limit, deadline, headers, payload))
  if delivery then
    delivery.place, delivery.at = place, due
    put(job, pack_delivery(delivery))
  end
  enqueue(id, queue, job, place, due)
end

-- What an operation finds: DONE if the job waits, else why it cannot be changed; with the job's records. The record of its
-- queue does not count: the next dequeue would rebuild a lost one, and release the job.
local function waiting(job)
  local delivery = find_delivery(job)
  if delivery and delivery.state ~= WAITING then
    return REFUSED[delivery.state]
  end
  local record = redis.call('HGET', JOBS, job)
  if not unpack_job(record) then
    return NOT_FOUND
  end
  return DONE, record, delivery
end

local at = clock()
local jobs = read_items(6, width, count)
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 1, count do
  local first = 6 + (i - 1) * width
  local id, job = ARGV[first], jobs[i]
  local status, record, delivery = NOT_FOUND, nil, nil
  if is_open then
    status, record, delivery = waiting(job)
  end
  if status == DONE then
    remember_head()
    check_sets(PLACES, SCHEDULED, MEMORY)
    begin_writing()
    local queue = repairs.owner(id)
    change()
    promote(id, queue)
    if cancels then
      local place, due, _, _, _, deadline = unpack_job(record)
      cancel(id, queue, job, place, delivery and delivery.at or due, delivery, deadline)
    else
      apply(id, queue, job, record, delivery, first + 2)
    end
    settle(id, queue)
  end
  reply[i * 2] = status
  reply[i * 2 + 1] = is_open and partition.revision or 0
end
return with_ends(conclude(reply))
