-- Releases jobs that may go now (rules 2, 4 to 7, 12 and 15).
-- KEYS: the partition's eight. ARGV: clock, number of jobs at the most, lease in microseconds, nonce (8 bytes), where
-- from ('' any queue in turn, '\0' the queue whose turn it is and no other, else the code of one queue), and where a type
-- has several partitions: 'head' to say in any case when this one's first queue in turn is ready, or 'anew' for that and to
-- begin anew though the nonce is known.
-- Reply: the wall clock, the revision, the instant to ask again (nil if none is known), where a type has several
-- partitions the revision at which its queue got it, then for each job: the queue's
-- code, the job's code, payload, lease number, expiry, deliveries, requeues, requeue limit, the queue's length.
-- First write: ZREM, which Redis takes when memory is full.
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
--- @include promotion
--- @include ending

-- How many queues are passed over, in one script, because more of their jobs have come due than it may move.
local PASSED_OVER = 8

local wanted, lease, nonce, from = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5]
local is_named = #from > 1
local is_single = from ~= ''
local tells_head = (ARGV[6] or '') ~= ''
local reply, leased = tells_head and { 0, 0, false, 0 } or { 0, 0, false }, {}
local own = {}
local passed_over = 0
local is_sound = false

-- To be called before the first write where it is not the release of a single job, which can be undone.
local function check_all(...)
  if not is_sound then
    check_sets(...)
    redis.call('HLEN', JOBS)
    is_sound = true
  end
end

local function first_place(id)
  local least, most = members_of(id)
  return redis.call('ZRANGEBYLEX', PLACES, least, most, 'LIMIT', 0, 1)[1]
end

local function add_to_reply(id, job, payload, delivery, queue)
  local n = #reply
  reply[n + 1] = id
  reply[n + 2] = job:sub(#id + 1)
  reply[n + 3] = payload
  reply[n + 4] = delivery.number
  reply[n + 5] = to_wall(delivery.at)
  reply[n + 6] = delivery.deliveries
  reply[n + 7] = delivery.requeues
  reply[n + 8] = delivery.limit
  reply[n + 9] = queue.queued + queue.scheduled
end

-- The same nonce again: the same leases again.
local function repeat_leases(jobs)
  local position = 1
  while position <= #jobs do
    local length = jobs:byte(position)
    local job = jobs:sub(position + 1, position + length)
    local id = split(job)
    local packed = redis.call('HGET', JOBS, job)
    local _, _, _, start = unpack_job(packed)
    add_to_reply(id, job, packed:sub(start), find_delivery(job), find_queue(id))
    position = position + 1 + length
  end
end

local function release(id, queue, place)
  if wanted > 1 then
    check_all(LEASES, SCHEDULED)
  end
  local job = id .. place:sub(#id + 10)
  local packed = redis.call('HGET', JOBS, job)
  local _, _, limit, start = unpack_job(packed)
  local delivery = find_delivery(job) or { deliveries = 0, requeues = 0, reason = '' }
  delivery.number = change()
  delivery.state, delivery.nonce, delivery.at, delivery.limit = ACTIVE, nonce, now + lease, limit
  delivery.place = place:sub(#id + 1, #id + 9)
  delivery.deliveries = delivery.deliveries + 1
  redis.call('ZREM', PLACES, place)
  write_or_undo({ { 'ZADD', PLACES, 0, place } }, 'ZADD', LEASES, delivery.at, lease_member(job, delivery.number))
  put(job, pack_delivery(delivery))
  leased[#leased + 1] = string.char(#job) .. job
  own[id] = true
  queue.queued = queue.queued - 1
  queue.active = queue.active + 1
  queue.released = now
  local minute = minute_of(wall)
  queue.minutes = count_minute(queue.minutes, minute, 0, 1)
  partition.minutes = count_minute(partition.minutes, minute, 0, 1)
  take_turn(id, queue, NEVER, queue.ordered and #leased == wanted)
  add_to_reply(id, job, packed:sub(start), delivery, queue)
end

-- Releases from the queue if it is ready. False if it is not; nil if it has to be passed over.
local function serve(id, place)
  local queue = find_queue(id)
  if not queue or queue.since > now then
    return false
  end
  if queue.scheduled > 0 and queue.due <= now then
    check_all(LEASES)
    if not promote(id, queue) then
      save_queue(id, queue)
      has_changed = true
      return nil
    end
    place = first_place(id)
  end
  release(id, queue, place)
  return true
end

local at = clock()
local id
if is_named then
  id = from
  -- Its turn is written without having been read.
  check_sets(READY)
else
  id = queue_in_turn(0)
end
local place = id and first_place(id)
read_fields('', '\0' .. nonce, id or '', place and id .. place:sub(#id + 10) or '')
if not enter(at) then
  return tells_head and { at, 0, false, 0 } or { at, 0, false }
end
local before = ARGV[6] ~= 'anew' and get('\0' .. nonce)
if before then
  repeat_leases(before)
elseif not partition.paused then
  local is_over = false
  while id and not is_over do
    local served = serve(id, place)
    if served == nil then
      passed_over = passed_over + 1
    end
    is_over = served == false or #leased == wanted or passed_over > PASSED_OVER or (is_single and not served)
    if not is_over then
      if not is_single then
        id = queue_in_turn(passed_over)
      end
      place = id and first_place(id)
    end
  end
end

for served_id in pairs(own) do
  local queue = queues[served_id]
  if queue.ordered then
    take_turn(served_id, queue, queue.since, true)
  end
  save_queue(served_id, queue)
end
if #leased > 0 then
  put('\0' .. nonce, table.concat(leased))
end

local again, turn = NEVER, 0
if not partition.paused and (tells_head or not before and #leased < wanted) then
  if passed_over > 0 then
    again = now
  elseif is_named then
    local queue = find_queue(id)
    again = queue and queue.since or NEVER
  else
    local _
    _, again, turn = queue_in_turn(0)
  end
end
leave()
reply[1], reply[2], reply[3] = wall, partition.revision, again ~= NEVER and to_wall(again)
if tells_head then
  reply[4] = turn
end
return reply
