-- Finds a job, after it has moved its queue's due jobs to their places.
-- KEYS: the partition's eight. ARGV: clock, the queue's code, the job's code, and '1' if a caller waits for the end of the
-- job (rule 27).
-- Reply: {} if the queue does not hold the job, or the job has lost its record or its place; {-1} if more of the queue's
-- jobs are due than one script moves: call again. Otherwise the job: state (0 queued, 1 active, 2 dead, 3 finished,
-- 4 scheduled), place (9 bytes), position (-1 unless queued), the instant of the state (0 for none), deliveries, requeues,
-- requeue limit, token (15 bytes, or '' if the job waits), reason; then, if there is one of them: the packed headers ('' for
-- none), and the result that its finish left or the name of the consumer that has its lease. If it has a deadline, the state is
-- raised by 8, and the deadline follows the reason.
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
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include deadlines_to_look
--- @include promotion
--- @include promotion_to_look

local SCHEDULED_STATE, WITH_DEADLINE = 4, 8
local id, code = ARGV[2], ARGV[3]
local job = id .. code

-- Notes in the job's delivery record that a caller waits for its end.
local function watch(delivery)
  if ARGV[4] and not delivery.watched then
    delivery.watched = true
    put(job, pack_delivery(delivery))
    begin_writing()
    write_fields()
  end
end

-- The reply for a job, whose deadline is NEVER or nil if it has none.
local function tell(state, place, position, instant, deliveries, requeues, limit, token, reason, deadline, headers, result)
  local has_deadline = deadline and deadline ~= NEVER
  local reply = {
    has_deadline and state + WITH_DEADLINE or state, place, position, instant, deliveries, requeues, limit, token, reason,
  }
  if has_deadline then
    reply[#reply + 1] = deadline
  end
  reply[#reply + 1] = headers or result and ''
  reply[#reply + 1] = result
  return reply
end

local function waiting(place, due, limit, delivery, deadline, headers)
  local deliveries, requeues, reason = 0, 0, ''
  if delivery then
    due, deliveries, requeues, reason = delivery.at, delivery.deliveries, delivery.requeues, delivery.reason
  end
  local member = id .. place .. code
  if not redis.call('ZSCORE', PLACES, member) then
    -- A due job without a place has lost it: all due jobs were moved to their places before.
    if due <= now and not redis.call('ZSCORE', SCHEDULED, id .. struct.pack('>I7', due) .. place .. code) then
      return {}
    end
    return tell(
      SCHEDULED_STATE, place, -1, due, deliveries, requeues, limit, '', reason, deadline, headers)
  end
  local least = members_of(id)
  local position = redis.call('ZLEXCOUNT', PLACES, least, '(' .. member)
  return tell(WAITING, place, position, 0, deliveries, requeues, limit, '', reason, deadline, headers)
end

local at = clock()
read_fields('', id, job)
local is_open = enter(at)
if is_open then
  expire_to_look()
end
local queue = is_open and find_queue(id)
if not queue then
  return {}
end
local stored = redis.call('HGET', JOBS, job)
if not promote_to_look(id, queue) then
  return { -1 }
end
local delivery = find_delivery(job)
local place, due, limit, _, headers, deadline = unpack_job(stored)
if place and (not delivery or delivery.state == WAITING) then
  local found = waiting(place, due, limit, delivery, deadline, headers)
  if found[1] then
    watch(delivery or {
      state = WAITING, number = 0, nonce = NO_NONCE, at = due, deliveries = 0, requeues = 0, place = place, limit = limit,
      deadline = deadline ~= NEVER and deadline or nil, consumer = '', reason = '',
    })
  end
  return found
end
if not delivery or delivery.state == WAITING then
  return {}
end
if delivery.state == ACTIVE then
  watch(delivery)
end
local more = delivery.consumer ~= '' and delivery.consumer or nil
if delivery.result and stored and stored:byte(1) == 64 then
  more = stored:sub(2)
end
return tell(
  delivery.state, delivery.place, -1, delivery.at, delivery.deliveries, delivery.requeues, delivery.limit, delivery.token,
  delivery.reason, delivery.state == ACTIVE and delivery.deadline, headers, more)
