-- Releases jobs that may go now (rules 2, 4 to 7, 12 and 15).
-- KEYS: the partition's eight. ARGV: clock, how many visits of upkeep there were when another was arranged that comes before
-- the end of every lease ('' for none), then for each of one or more calls: number of jobs at the most, lease in
-- microseconds, nonce (8 bytes), where from ('' any queue in turn, '\0' the queue whose turn it is and no other, else the
-- code of one queue), and '', 'head' to say in any case when the partition's first queue
-- in turn is ready, or 'anew' for that and to begin anew though the nonce is known. The calls are done one after the other,
-- each as if alone.
-- Reply: the wall clock, then for each call: the revision, the instant to ask again (nil if none is known), the revision at
-- which its queue got it (0 if that is not known), the number of jobs, and for each of them: the queue's code, the job's
-- code, payload, lease number, expiry, deliveries, requeues, requeue limit, the queue's length. The number is -1, and the
-- revision before it how many visits of upkeep there were, if a job was ready and its lease would end before the next one.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
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
--- @include partition
--- @include queues
--- @include recount
--- @include turns
--- @include soundness
--- @include jobs
--- @include promotion
--- @include visit

-- How many queues are passed over, in one script, because more of their jobs have come due than it may move.
local PASSED_OVER = 8
-- How many queues are looked at in one command.
local LOOKED_AT = 100
local ARGUMENTS_A_CALL = 5
local FIRST_CALL = 3

-- Of the call that is being done, and `listed` and `granted` are its jobs so far.
local wanted, nonce, from, mode
local expires, expires_at, listed, granted = 0, 0, {}, 0
local is_last = false
-- The reply grows by what is known of a job when it is released; `told` is its length.
local reply, told = {}, 0
-- What was released and has no lease yet: the n-th of each.
local jobs_out, places_out, numbers_out, nonces_out, expiries_out, positions_out = {}, {}, {}, {}, {}, {}
local taken_from, own, handed_over = {}, {}, 0
local first_places, next_places = {}, {}
local passed_over = 0
local jobs_left = 0
local is_single = false
local is_sound = false
-- Whether a visit is arranged that comes before the end of every lease; whether one has to be; and whether this call has to
-- be made again for that.
local is_arranged, must_arrange, is_refused = false, false, false
local line, line_at = {}, 1
-- What was answered in full before the leases that are still to be made: how many calls, and the length of the reply.
local calls_done, told_before = 0, 1
local nonces_listed = {}
local is_abandoned = false
-- How many turns are mended, in one script, before the caller is to ask again.
local TURNS_MENDED = 100
local mended = 0

-- To be called before the first write where more may be read after it. Of a single job PLACES has been read, and SCHEDULED
-- is read before it is written.
local function check_all()
  if not is_sound then
    is_sound = true
    check_sets(LEASES)
    redis.call('HLEN', JOBS)
    if not is_single then
      check_sets(PLACES, SCHEDULED)
    end
  end
end

local function of_queue(id, place)
  return place and place:sub(1, #id) == id and place or nil
end

-- The first job of a queue that this script has not released, and the one after it. There should be one, so the range need
-- not end with the queue; without another the count of the queue is wrong if it says that there is one.
local function first_place(id)
  local two = redis.call('ZRANGEBYLEX', PLACES, '[' .. id, '+', 'LIMIT', taken_from[id] or '0', '2')
  return of_queue(id, two[1]), of_queue(id, two[2])
end

-- The queues in turn, and what is kept of them. Who is served goes behind all that are ready, so a line may be gone
-- through before it is read again.
local function read_line(unread)
  local last = passed_over + math.max(1, math.min(LOOKED_AT, jobs_left)) - 1
  local members = redis.call('ZRANGE', READY, passed_over, last)
  line, line_at = {}, 1
  for i = 1, #members do
    local member = members[i]
    if #member > 8 then
      line[#line + 1] = member
      unread[#unread + 1] = member:sub(8)
    elseif member ~= '' then
      left[#left + 1] = member
      set_aside('an unreadable turn', '')
    end
  end
  return unread
end

-- A turn that its queue does not have, or whose queue has no record: it goes, and the queue, counted anew, takes its own.
local function mend_turn(id, member)
  local queue, since = find_queue(id), redis.call('ZSCORE', READY, member)
  left[#left + 1] = member
  mended = mended + 1
  if queue then
    recount(id, queue, taken_from[id] or 0)
    set_aside('a turn that its queue does not have', id)
    take_turn(id, queue, queue.since, queue.ordered and not own[id])
    save_queue(id, queue)
  else
    queue = rebuild(id)
    take_turn(id, queue, tonumber(since) or NEVER, false)
    if not holds_no_job(queue) then
      save_queue(id, queue)
    else
      queues[id] = false
    end
  end
end

-- The next queue in line that has the turn by which it stands there.
local function next_in_line()
  while mended <= TURNS_MENDED do
    local member = line[line_at]
    if not member then
      if has_turns_to_write() then
        check_all()
        write_turns()
      end
      read_all(read_line({}))
      member = line[1]
      if not member then
        if not has_turns_to_write() then
          return nil
        end
        mended = mended + 1
      end
    end
    line_at = line_at + 1
    if member then
      local id = member:sub(8)
      local queue = find_queue(id)
      if queue and queue.since ~= NEVER and turn_member(id, queue.turn) == member then
        return id
      end
      mend_turn(id, member)
    end
  end
  passed_over = PASSED_OVER + 1
  return nil
end

-- Says of a job what is known; payload, deliveries, requeues and limit follow where `tell_rest` is given the position.
local function tell(id, code, number, expiry, length)
  local n = told
  reply[n + 1] = id
  reply[n + 2] = code
  reply[n + 3] = false
  reply[n + 4] = number
  reply[n + 5] = expiry
  reply[n + 6] = false
  reply[n + 7] = false
  reply[n + 8] = false
  reply[n + 9] = length
  told = n + 9
  granted = granted + 1
  return n
end

local function tell_rest(n, payload, deliveries, requeues, limit)
  reply[n + 3] = payload
  reply[n + 6] = deliveries
  reply[n + 7] = requeues
  reply[n + 8] = limit
end

-- Nothing is released, and the queue is counted anew, where the record says that there is a job and there is none.
local function release(id, queue)
  local place, following = first_places[id], next_places[id]
  if not place then
    place, following = first_place(id)
  end
  if not place then
    check_all()
    if level(PLACES) then
      if next(taken_from) then
        -- Places are taken by rank, and ranks are others now: nothing is released, and the call is to be made again.
        is_to_be_called_again, passed_over = true, PASSED_OVER + 1
        return
      end
      place, following = first_place(id)
    end
  end
  if not place then
    set_aside('a wrong count of queued jobs', id)
    recount(id, queue, taken_from[id] or 0)
    take_turn(id, queue, queue.since, queue.ordered and not own[id])
    forget_at(queue)
    save_queue(id, queue)
    return
  end
  local code = place:sub(#id + 10)
  local job = id .. code
  local number = change()
  if expires < visit_at then
    note_visit(expires)
  end
  local position = tell(id, code, number, expires_at, queue.queued + queue.scheduled - 1)
  local n = #jobs_out + 1
  jobs_out[n], places_out[n], numbers_out[n] = job, place, number
  nonces_out[n], expiries_out[n], positions_out[n] = nonce, expires, position
  listed[granted * 2 - 1] = string.char(#job)
  listed[granted * 2] = job
  first_places[id] = nil
  jobs_left = jobs_left - 1
  taken_from[id] = (taken_from[id] or 0) + 1
  queue.queued = queue.queued - 1
  if queue.queued == 0 and following then
    set_aside('a wrong count of queued jobs', id)
    recount(id, queue, taken_from[id])
  end
  queue.active = queue.active + 1
  queue.released = now
  if queue.ordered then
    own[id] = true
  end
  take_turn(id, queue, NEVER, queue.ordered and granted == wanted)
end

-- Releases from the queue if it is ready. False if it is not; nil if it has to be passed over. No queue releases before
-- all of its due jobs have their places, so none takes one before those that this script has released.
local function serve(id)
  local queue = find_queue(id)
  if not queue or queue.since > now then
    return false
  end
  if must_arrange or expires < visit_at and not is_arranged then
    must_arrange, is_refused = true, true
    return false
  end
  if queue.scheduled > 0 and queue.due <= now then
    check_all()
    first_places[id] = nil
    local is_complete = promote(id, queue)
    save_queue(id, queue)
    has_changed = true
    if not is_complete then
      return nil
    end
  end
  local before = granted
  release(id, queue)
  return granted > before
end

local hand_over

do
  -- The record of a job's new lease: what is remembered of earlier deliveries stays. Nil where the job has no record, or has
  -- its place elsewhere, or does not wait.
  local function make_lease(n, packed)
    local place, _, limit, start = unpack_job(packed)
    local before = find_delivery(jobs_out[n])
    if not place or before and before.state ~= WAITING then
      return nil
    end
    local position = positions_out[n]
    local code_length = #reply[position + 2]
    if places_out[n]:sub(-code_length - 9, -code_length - 1) ~= place then
      return nil
    end
    local deliveries, requeues, reason = 1, 0, ''
    if before then
      deliveries, requeues, reason = before.deliveries + 1, before.requeues, before.reason
    end
    tell_rest(position, packed:sub(start), deliveries, requeues, limit)
    return struct.pack(
      DELIVERY, ACTIVE, numbers_out[n], nonces_out[n], expiries_out[n], deliveries, requeues, place, limit + 1)
      .. reason
  end

  local PLACES_SWEPT = 1000

  -- A queue as it was before the jobs that have no leases yet were released.
  local function restore(id)
    local queue, before = queues[id], unpack_queue(fields[id])
    if queue.since ~= NEVER then
      local member = turn_member(id, queue.turn)
      taken[member] = nil
      left[#left + 1] = member
    end
    if before.since ~= NEVER then
      taken[turn_member(id, before.turn)] = before.since
    end
    queues[id] = before
    return before
  end

  -- The places of a queue, the first of them, that have no job.
  local function broken_places(id)
    local least, most = members_of(id)
    local places = redis.call('ZRANGEBYLEX', PLACES, least, most, 'LIMIT', 0, PLACES_SWEPT)
    local jobs, broken = {}, {}
    for i, place in ipairs(places) do
      jobs[i] = id .. place:sub(#id + 10)
    end
    read_all(jobs)
    local packed = read_values(JOBS, jobs)
    for i, place in ipairs(places) do
      local own_place = unpack_job(packed[i])
      local delivery = jobs[i] ~= id and find_delivery(jobs[i])
      if not own_place or own_place ~= place:sub(#id + 1, #id + 9) or delivery and delivery.state ~= WAITING then
        broken[#broken + 1] = place
        set_aside(own_place and 'a place that its job does not have' or 'a place of a job without its record', jobs[i])
        if not own_place and delivery and delivery.state == WAITING then
          drop(jobs[i])
        end
      end
    end
    return broken
  end

  -- A job that was to be released has no record. Nothing of what has no lease yet is released; the queues are as they were,
  -- but for the places that are damaged, and the caller is to ask again at once.
  local function abandon()
    is_abandoned = true
    check_all()
    for _, field in ipairs(nonces_listed) do
      fields[field] = false
    end
    local is_memory_sound = type(redis.pcall('ZCARD', MEMORY)) == 'number'
    for id in pairs(taken_from) do
      local queue = restore(id)
      local broken = broken_places(id)
      if #broken > 0 then
        call_in_parts('ZREM', PLACES, broken)
        recount(id, queue, 0)
        take_turn(id, queue, queue.since, queue.ordered)
        if forget_at(queue) > 0 and is_memory_sound then
          redis.call('ZADD', MEMORY, queue.forget, id)
        end
        save_queue(id, queue)
      end
    end
    is_to_be_called_again = calls_done == 0
  end

  local function save_queues()
    local minute = minute_of(wall)
    for id, jobs in pairs(taken_from) do
      local queue = queues[id]
      queue.minutes = count_minute(queue.minutes, minute, 0, jobs)
      handed_over = handed_over + jobs
      save_queue(id, queue)
    end
  end

  -- Makes the leases of what was released: reads all that is missing, then writes. False if nothing is released after all.
  function hand_over()
    if #jobs_out == 0 then
      return true
    end
    if is_to_be_called_again then
      abandon()
      return false
    end
    local jobs, leases, places, records = jobs_out, {}, places_out, {}
    read_all(jobs)
    local packed = read_values(JOBS, jobs)
    for i = 1, #jobs do
      local record = make_lease(i, packed[i])
      if not record then
        abandon()
        return false
      end
      records[i] = record
      leases[i * 2 - 1] = decimal(expiries_out[i])
      leases[i * 2] = number_of(record) .. jobs[i]
    end
    for i = 1, #jobs do
      put(jobs[i], records[i])
    end
    for i = 1, #nonces_listed do
      put(nonces_listed[i], fields[nonces_listed[i]])
    end
    call_in_parts('ZREM', PLACES, places)
    write_or_undo(function()
      for _, place in ipairs(places) do
        redis.call('ZADD', PLACES, '0', place)
      end
    end, 'ZADD', LEASES, leases)
    save_queues()
    jobs_out, places_out, numbers_out, nonces_out, expiries_out, positions_out = {}, {}, {}, {}, {}, {}
    taken_from, nonces_listed = {}, {}
    return true
  end
end

-- Says of a call what stands before its jobs, and is known after them.
local function tell_call(n, again, turn)
  reply[n + 1] = partition.revision
  reply[n + 2] = again ~= NEVER and to_wall(again)
  reply[n + 3] = turn
  reply[n + 4] = granted
end

local do_call

do
  -- The same nonce again: the same leases again.
  local function repeat_leases(jobs)
    if #jobs_out > 0 then
      check_all()
      if not hand_over() then
        return
      end
    end
    local position = 1
    while position <= #jobs do
      local length = jobs:byte(position)
      local job = jobs:sub(position + 1, position + length)
      local id, code = split(job)
      local packed = redis.call('HGET', JOBS, job)
      local place, _, _, start = unpack_job(packed)
      local queue, delivery = find_queue(id), find_delivery(job)
      if place and delivery and delivery.state == ACTIVE and delivery.nonce == nonce then
        local length_of_queue = queue and queue.queued + queue.scheduled or 0
        local answered = tell(id, code, delivery.number, to_wall(delivery.at), length_of_queue)
        tell_rest(answered, packed:sub(start), delivery.deliveries, delivery.requeues, delivery.limit)
      else
        set_aside('a lease without its job', job)
      end
      position = position + 1 + length
    end
  end

  local function serve_any()
    while true do
      local id = next_in_line()
      local served = id and serve(id)
      if served == nil and id then
        passed_over = passed_over + 1
      elseif not served then
        line = {}
        if not has_turns_to_write() then
          return
        end
      end
      if granted == wanted or passed_over > PASSED_OVER then
        return
      end
    end
  end

  local function serve_one(id)
    if id and not find_queue(id) and first_places[id] then
      check_all()
      local queue = rebuild(id)
      take_turn(id, queue, NEVER, false)
      save_queue(id, queue)
    end
    while id and granted < wanted do
      local served = serve(id)
      if served == nil then
        passed_over = passed_over + 1
      end
      if not served then
        return
      end
    end
  end

  local function serve_call()
    if from == '' then
      serve_any()
    elseif #from > 1 then
      serve_one(from)
      line = {}
    else
      serve_one(next_in_line())
      line = {}
    end
    if #listed > 0 then
      local field = '\0' .. nonce
      fields[field] = table.concat(listed)
      nonces_listed[#nonces_listed + 1] = field
    end
    for id in pairs(own) do
      local queue = queues[id]
      if queue.ordered then
        take_turn(id, queue, queue.since, true)
      end
    end
  end

  -- The instant to ask again, and the revision at which the queue got it.
  local function ask_again()
    if passed_over > 0 then
      return now, 0
    end
    if #from > 1 then
      local queue = find_queue(from)
      return queue and queue.since or NEVER, 0
    end
    if has_turns_to_write() then
      if not is_last then
        check_all()
      elseif not hand_over() then
        return now, 0
      end
      write_turns()
    end
    local id, since, turn = first_in_turn()
    local queue = id and since <= now and from == '' and granted < wanted and find_queue(id)
    if queue and queue.since > now and queue.turn == turn then
      -- Nothing would be served before it.
      set_aside('a turn at another instant than its queue says', id)
      taken[turn_member(id, turn)] = queue.since
      is_to_be_called_again = handed_over == 0 and #jobs_out == 0
      return now, 0
    end
    return since, turn
  end

  function do_call()
    local before = mode ~= 'anew' and get('\0' .. nonce)
    if before then
      repeat_leases(before)
    elseif not partition.paused then
      serve_call()
    end
    if is_abandoned then
      return now, 0
    end
    if not partition.paused and (mode ~= '' or not before and granted < wanted) then
      return ask_again()
    end
    return NEVER, 0
  end
end

local at = clock()
local calls = (#ARGV - FIRST_CALL + 1) / ARGUMENTS_A_CALL
local wanted_fields = { '', VISIT }
for i = 1, calls do
  local first = (i - 1) * ARGUMENTS_A_CALL + FIRST_CALL
  jobs_left = jobs_left + tonumber(ARGV[first])
  wanted_fields[i + 2] = '\0' .. ARGV[first + 2]
end
is_single = jobs_left == 1
read_line(wanted_fields)
if is_single then
  local named = ARGV[FIRST_CALL + 3]
  local id = #named > 1 and named or line[1] and line[1]:sub(8)
  local place, following
  if id then
    place, following = first_place(id)
  end
  wanted_fields[#wanted_fields + 1] = id
  if place then
    first_places[id], next_places[id] = place, following
    wanted_fields[#wanted_fields + 1] = id .. place:sub(#id + 10)
  end
end
read_all(wanted_fields)
reply[1], told = at, 1
if not enter(at) then
  for i = 1, calls do
    reply[i * 4 - 2], reply[i * 4 - 1], reply[i * 4], reply[i * 4 + 1] = 0, false, 0, 0
  end
  return reply
end
read_visit()
is_arranged = tonumber(ARGV[2]) == visits
for i = 1, calls do
  local first = (i - 1) * ARGUMENTS_A_CALL + FIRST_CALL
  wanted, expires, nonce = tonumber(ARGV[first]), now + tonumber(ARGV[first + 1]), ARGV[first + 2]
  from, mode = ARGV[first + 3], ARGV[first + 4]
  expires_at = to_wall(expires)
  listed, granted, own, is_last, is_refused = {}, 0, {}, i == calls, false
  local position = told
  if #jobs_out == 0 then
    calls_done, told_before = i - 1, told
  end
  tell_call(position, NEVER, 0)
  told = told + 4
  local again, turn = do_call()
  if is_refused then
    granted, again, turn = -1, NEVER, visits
  end
  tell_call(position, again, turn)
  if is_abandoned then
    break
  end
end
if not is_abandoned then
  hand_over()
end
if is_abandoned then
  local whole = {}
  for i = 1, told_before do
    whole[i] = reply[i]
  end
  reply, granted = whole, 0
  for _ = calls_done + 1, calls do
    tell_call(#reply, now, 0)
  end
end
if mended > TURNS_MENDED and handed_over == 0 then
  is_to_be_called_again = true
end
if handed_over > 0 then
  partition.minutes = count_minute(partition.minutes, minute_of(wall), 0, handed_over)
end
write_turns()
leave()
return with_damage(reply)
