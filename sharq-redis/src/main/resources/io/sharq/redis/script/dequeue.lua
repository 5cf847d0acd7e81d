-- Releases ready jobs, for one or more calls (rules 2, 4 to 7, 12 and 15). The calls run one after the other, each as if
-- alone.
-- KEYS: the partition's eight. ARGV: clock; if the client has arranged a visit of upkeep before the end of every lease, the
-- partition's number of visits at that time, else ''; then for each call:
--   the greatest number of jobs, lease in microseconds, nonce (8 bytes);
--   where from: '' any queue in turn, '\0' only the queue whose turn it is, else the code of one queue;
--   mode: '' to return the next instant only if fewer jobs come than requested, 'head' to return it in any case, 'anew' to
--   return it in any case and to begin a new dequeue even if the nonce is known; and if the caller has a name, a blank and
--   the name.
-- Reply: the wall clock, then for each call: the revision, the next instant, the revision at which its queue got that
-- instant (0 if unknown), the number of jobs, and for each job: the queue's code, the job's code, payload or {packed
-- headers, payload}, lease number, expiry, deliveries, requeues, requeue limit, the queue's length.
-- The next instant is when to dequeue again: when the named queue, or the partition's first queue in turn, is ready, or now
-- if the script stopped early. It is nil if none is known or the type is paused.
-- If a job was ready and its lease would end before the next visit of upkeep, the number of jobs is -1, and the partition's
-- number of visits stands in the place of the revision before it.
-- First write: ZREM, which Redis takes when memory is full.
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
--- @include soundness
--- @include jobs
--- @include promotion
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include visit

-- The most queues that one script passes over because more of their jobs are due than it may move.
local PASSED_OVER = 8
local ARGUMENTS_A_CALL = 5
local FIRST_CALL = 3

-- The arguments and state of the current call. `listed` holds its jobs so far, as they are stored under its nonce; `granted`
-- is their number.
local wanted, nonce, from, mode
local expires, expires_at, listed, granted = 0, 0, {}, 0
local is_last = false
-- The reply, and its length. A released job is appended at once, and completed when its records are read.
local reply, told = {}, 0
-- The released jobs that have no lease yet, as parallel lists.
local jobs_out, places_out, numbers_out, nonces_out, expiries_out, positions_out = {}, {}, {}, {}, {}, {}
local taken_from, own, handed_over = {}, {}, 0
local first_places, next_places = {}, {}
local passed_over = 0
local jobs_left = 0
local is_single = false
local is_sound = false
-- Whether a visit of upkeep is arranged before the end of every lease; whether the client must arrange one; and whether it
-- must then repeat the current call.
local is_arranged, must_arrange, is_refused = false, false, false
local line, line_at = {}, 1
-- The calls whose leases are all written: their number, and the length of the reply after them.
local calls_done, told_before = 0, 1
local nonces_listed = {}
-- The name of each call's consumer by the call's nonce, if it has one.
local consumers = {}
local is_abandoned = false
-- The turns that this script has repaired or renewed, and the most before the caller must repeat its calls.
local mended = { n = 0, most = 100 }
local mending = on_first_use({})

-- Checks the types of the keys. Call it before the first write if reads may follow. For a single job PLACES has been read
-- already, and SCHEDULED is read before it is written.
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

-- The place of the first job of a queue that this script has not released, and the place after it. The range need not end
-- with the queue, because the queue's record says that there is a job. The second place shows whether the count is wrong.
local function first_place(id)
  local two = redis.call('ZRANGEBYLEX', PLACES, '[' .. id, '+', 'LIMIT', taken_from[id] or '0', '2')
  return of_queue(id, two[1]), of_queue(id, two[2])
end

-- Reads the next queues in turn into `line`, and appends their codes to `unread`. A served queue goes behind all ready ones,
-- so the whole line can be used before it is read again.
local function read_line(unread)
  -- One command reads at most 100 queues.
  local last = passed_over + math.max(1, math.min(100, jobs_left)) - 1
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

-- The next queue in line whose record confirms its turn; other turns are repaired.
local function next_in_line()
  while mended.n <= mended.most do
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
        mended.n = mended.n + 1
      end
    end
    line_at = line_at + 1
    if member then
      local id = member:sub(8)
      local queue = find_queue(id)
      if queue and queue.since ~= NEVER and turn_member(id, queue.turn) == member then
        if not queue.renewed then
          return id
        end
        mended.n = mended.n + 1
        defaults.renew(id, queue)
        if queue.since <= now and turn_member(id, queue.turn) == member then
          return id
        end
      else
        mending.turn(id, member)
      end
    end
  end
  passed_over = PASSED_OVER + 1
  return nil
end

-- Appends a job to the reply, and returns its position there. `tell_rest` fills in what the job's records say.
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

local function tell_rest(n, payload, headers, deliveries, requeues, limit)
  reply[n + 3] = headers and { headers, payload } or payload
  reply[n + 6] = deliveries
  reply[n + 7] = requeues
  reply[n + 8] = limit
end

-- Releases the queue's first job. If there is none, although the record counts one, the queue is recounted.
local function release(id, queue)
  local place, following = first_places[id], next_places[id]
  if not place then
    place, following = first_place(id)
  end
  if not place then
    check_all()
    if repairs.level(PLACES) then
      if next(taken_from) then
        -- The places are taken by rank, and the ranks have changed: release nothing, and have the call repeated.
        is_to_be_called_again, passed_over = true, PASSED_OVER + 1
        return
      end
      place, following = first_place(id)
    end
  end
  if not place then
    set_aside('a wrong count of queued jobs', id)
    repairs.recount(id, queue, taken_from[id] or 0)
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
  listed[granted] = job
  first_places[id] = nil
  jobs_left = jobs_left - 1
  taken_from[id] = (taken_from[id] or 0) + 1
  queue.queued = queue.queued - 1
  if queue.queued == 0 and following then
    set_aside('a wrong count of queued jobs', id)
    repairs.recount(id, queue, taken_from[id])
  end
  queue.active = queue.active + 1
  queue.released = now
  if queue.ordered then
    own[id] = true
  end
  take_turn(id, queue, NEVER, queue.ordered and granted == wanted)
end

-- Releases a job from the queue. False if the queue is not ready; nil if it must be passed over. A queue releases only after
-- all its due jobs have their places, so that none of them comes before a job that this script has released.
local function serve(id)
  local queue = find_queue(id)
  if queue and queue.renewed then
    defaults.renew(id, queue)
  end
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

function mending.make()
  -- Removes a turn that its queue's record does not name, or whose queue has no record. The queue is recounted and gets its
  -- own turn.
  function mending.turn(id, member)
    local queue, since = find_queue(id), redis.call('ZSCORE', READY, member)
    left[#left + 1] = member
    mended.n = mended.n + 1
    if queue then
      repairs.recount(id, queue, taken_from[id] or 0)
      set_aside('a turn that its queue does not have', id)
      take_turn(id, queue, queue.since, queue.ordered and not own[id])
      save_queue(id, queue)
    else
      queue = repairs.rebuild(id)
      take_turn(id, queue, tonumber(since) or NEVER, false)
      if not holds_no_job(queue) then
        save_queue(id, queue)
      else
        queues[id] = false
      end
    end
  end

  local PLACES_SWEPT = 1000

  -- Restores a queue to its state before the release of the jobs that have no leases yet.
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

  -- The broken ones of a queue's first places: their jobs have no record, have another place, or do not wait.
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
      local own_place, _, _, _, _, deadline = unpack_job(packed[i])
      local delivery = jobs[i] ~= id and find_delivery(jobs[i])
      if not own_place or own_place ~= place:sub(#id + 1, #id + 9) or delivery and delivery.state ~= WAITING then
        broken[#broken + 1] = place
        set_aside(own_place and 'a place that its job does not have' or 'a place of a job without its record', jobs[i])
        if not own_place and delivery and delivery.state == WAITING then
          drop(jobs[i])
        end
      elseif has_passed(deadline, now) then
        set_aside('a job whose deadline is not among the deadlines', jobs[i])
        redis.call('ZADD', SCHEDULED, '0', deadlines.member(jobs[i], own_place, deadline))
        deadlines.note(deadline)
      end
    end
    return broken
  end

  -- Cancels the releases that have no lease yet, because damage was found. The queues are restored, without their broken
  -- places, and the caller must repeat those calls at once.
  function mending.abandon()
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
        repairs.recount(id, queue, 0)
        take_turn(id, queue, queue.since, queue.ordered)
        if forget_at(queue) > 0 and is_memory_sound then
          redis.call('ZADD', MEMORY, queue.forget, id)
        end
        save_queue(id, queue)
      end
    end
    is_to_be_called_again = calls_done == 0
  end
end

local hand_over

do
  -- The delivery record of a job's new lease, based on that of its earlier deliveries. Nil if the job has no record, has
  -- another place, does not wait, or has a deadline that has passed.
  local function make_lease(n, packed)
    local place, _, limit, start, headers, deadline = unpack_job(packed)
    local before = find_delivery(jobs_out[n])
    if not place or before and before.state ~= WAITING
      or deadline ~= NEVER and has_passed(deadline, now)
    then
      return nil
    end
    local position = positions_out[n]
    local code_length = #reply[position + 2]
    if places_out[n]:sub(-code_length - 9, -code_length - 1) ~= place then
      return nil
    end
    local state, deliveries, requeues, reason = ACTIVE, 1, 0, ''
    if before then
      state = before.watched and ACTIVE + 8 or ACTIVE
      deliveries, requeues, reason = before.deliveries + 1, before.requeues, before.reason
    end
    tell_rest(position, packed:sub(start), headers, deliveries, requeues, limit)
    local consumer = consumers[nonces_out[n]]
    if consumer then
      state, reason = state + 4, string.char(#consumer) .. consumer .. reason
    end
    local deadline_part = ''
    if deadline ~= NEVER then
      state, deadline_part = state + 32, struct.pack('>I7', deadline)
    end
    return struct.pack(
      DELIVERY, state, numbers_out[n], nonces_out[n], expiries_out[n], deliveries, requeues, place, limit + 1)
      .. deadline_part .. reason
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

  -- Writes the leases of the released jobs, after it has read all that is missing. False if the releases were cancelled.
  function hand_over()
    if #jobs_out == 0 then
      return true
    end
    if is_to_be_called_again then
      mending.abandon()
      return false
    end
    local jobs, leases, places, records = jobs_out, {}, places_out, {}
    read_all(jobs)
    local packed = read_values(JOBS, jobs)
    for i = 1, #jobs do
      local record = make_lease(i, packed[i])
      if not record then
        mending.abandon()
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

-- Writes a call's head into the reply. It stands before the call's jobs and is known only after them.
local function tell_call(n, again, turn)
  reply[n + 1] = partition.revision
  reply[n + 2] = again ~= NEVER and to_wall(again)
  reply[n + 3] = turn
  reply[n + 4] = granted
end

local do_call

do
  -- Answers a repeated nonce with the leases that it got.
  local function repeat_leases(jobs)
    if #jobs_out > 0 then
      check_all()
      if not hand_over() then
        return
      end
    end
    local position = 1
    while position <= #jobs do
      local after = after_job(jobs, position)
      local job = jobs:sub(position, after - 1)
      local id, code = split(job)
      local packed = redis.call('HGET', JOBS, job)
      local place, _, _, start, headers = unpack_job(packed)
      local queue, delivery = find_queue(id), find_delivery(job)
      if place and delivery and delivery.state == ACTIVE and delivery.nonce == nonce then
        local length_of_queue = queue and queue.queued + queue.scheduled or 0
        local answered = tell(id, code, delivery.number, to_wall(delivery.at), length_of_queue)
        tell_rest(answered, packed:sub(start), headers, delivery.deliveries, delivery.requeues, delivery.limit)
      else
        set_aside('a lease without its job', job)
      end
      position = after
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
      local queue = repairs.rebuild(id)
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

  -- The instant at which to dequeue next, and the revision at which its queue got it.
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
      -- Correct the score: at the head of the turns it would block all other queues.
      set_aside('a turn at another instant than its queue says', id)
      taken[turn_member(id, turn)] = queue.since
      is_to_be_called_again = handed_over == 0 and #jobs_out == 0
      return now, 0
    end
    return since, turn
  end

  function do_call()
    local blank, name = mode:find(' ', 1, true), nil
    if blank then
      mode, name = mode:sub(1, blank - 1), mode:sub(blank + 1)
    end
    local before = mode ~= 'anew' and get('\0' .. nonce)
    if before then
      repeat_leases(before)
    elseif not partition.paused and not deadlines.are_left then
      consumers[nonce] = name
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
do
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
end
reply[1], told = at, 1
if not enter(at) then
  for i = 1, calls do
    reply[i * 4 - 2], reply[i * 4 - 1], reply[i * 4], reply[i * 4 + 1] = 0, false, 0, 0
  end
  return reply
end
if has_passed(partition.deadline, now) then
  deadlines.let_die()
  line, line_at, first_places, next_places, is_sound = {}, 1, {}, {}, true
  -- More deadlines have passed than one script handles: the caller must dequeue again.
  passed_over = deadlines.are_left and PASSED_OVER + 1 or 0
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
if mended.n > mended.most and handed_over == 0 then
  is_to_be_called_again = true
end
if handed_over > 0 then
  partition.minutes = count_minute(partition.minutes, minute_of(wall), 0, handed_over)
end
write_turns()
leave()
return with_damage(reply)
