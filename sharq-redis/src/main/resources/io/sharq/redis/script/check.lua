-- A step of a consistency check of a partition, and of its repair.
-- KEYS: the partition's eight. ARGV: clock, the step, the cursor ('' to begin), about how many entries to check, 1 to repair
-- else 0.
-- The steps: 'keys' (types, sentinels, scores), then one for each key that has entries: 'state', 'jobs', 'places',
-- 'scheduled', 'ready', 'leases', 'dead'. Each call compares an entry with all that it belongs to, so clients may work
-- meanwhile.
-- Reply: the next cursor ('' after the last), then for each problem: the key's number, the queue's code, the job's code,
-- what is wrong, 1 if it was repaired else 0. Only {''} if the partition does not exist.
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
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ending
--- @include return_job
--- @include visit

-- With more leases than this in the partition, the queues' counts of active jobs are not checked; likewise for dead jobs.
local TALLIED = 10000
local LONGEST_LEASE = 31536000000000
local step, cursor, limit, is_repairing = ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5] == '1'
local reply = { '' }
local to_mend = {}
local has_begun = false
local NUMBERS = { state = 1, jobs = 2, places = 3, scheduled = 4, ready = 5, leases = 6, dead = 7, memory = 8 }

-- Reports a problem. Returns whether it must be repaired.
local function wrong(key, id, code, what)
  local n = #reply
  reply[n + 1], reply[n + 2], reply[n + 3], reply[n + 4] = NUMBERS[key], id, code, what
  reply[n + 5] = is_repairing and 1 or 0
  if is_repairing and not has_begun then
    has_begun, has_changed = true, true
    -- Not in the step 'keys': until then READY itself may be of a wrong type.
    if step ~= 'keys' then
      begin_writing()
    end
  end
  return is_repairing
end

local function tally(key, position)
  local counts = {}
  if redis.call('ZCARD', key) > TALLIED then
    return nil
  end
  for _, member in ipairs(redis.call('ZRANGE', key, 0, TALLIED)) do
    if #member > position then
      local id = split(member:sub(position))
      counts[id] = (counts[id] or 0) + 1
    end
  end
  return counts
end

local active, dead = nil, nil

local function count_others(id, queue)
  active, dead = active or tally(LEASES, 8), dead or tally(DEAD, 1)
  if active then
    queue.active = active[id] or 0
  end
  if dead then
    queue.dead = dead[id] or 0
  end
end

-- Recounts a queue, and recomputes its turn. An earlier instant of the turn is kept.
local function mend(id)
  local queue = find_queue(id)
  if not queue then
    queue = new_queue(id)
    queues[id] = queue
  end
  repairs.recount(id, queue, 0)
  count_others(id, queue)
  change()
  local previous = queue.since
  if previous ~= NEVER then
    redis.call('ZREM', READY, turn_member(id, queue.turn))
    queue.since = NEVER
  end
  settle(id, queue)
  if queue.since ~= NEVER and previous < queue.since then
    taken[turn_member(id, queue.turn)] = math.min(previous, queue.since)
    queue.since = math.min(previous, queue.since)
    save_queue(id, queue)
  end
end

local function record_of(job)
  return unpack_job(redis.call('HGET', JOBS, job))
end

local function check_owner(key, id, code)
  local packed = get(id)
  if not packed and not to_mend[id] and wrong(key, id, code, 'its queue has no record') then
    to_mend[id] = true
  end
end

-- The first fault found in a queue's record, or nil.
local function fault_of(id, queue)
  local counted = new_queue()
  counted.active, counted.dead = queue.active, queue.dead
  repairs.recount(id, counted, 0)
  count_others(id, counted)
  for _, count in ipairs({ 'queued', 'scheduled', 'active', 'dead' }) do
    if queue[count] ~= counted[count] then
      return 'its record counts ' .. queue[count] .. ' ' .. count .. ' jobs, and there are ' .. counted[count]
    end
  end
  local is_forgotten = queue.forget > 0 and queue.forget <= now
  local is_stale = queue.generation ~= partition.defaults and queue.sources ~= defaults.ALL_OWN
  if is_stale and not partition.is_sweeping and not is_forgotten then
    return 'its settings are not those of the current defaults'
  elseif queue.due ~= counted.due then
    return 'its record has another instant at which the first delayed job is due'
  elseif queue.since ~= NEVER then
    if tonumber(redis.call('ZSCORE', READY, turn_member(id, queue.turn)) or -1) ~= queue.since then
      return 'it is not in its turn'
    end
  elseif next_release(queue, queue.ordered) ~= NEVER then
    return 'it is not in turn, though it has jobs'
  end
  if queue.forget > 0 then
    if not holds_no_job(queue) then
      return 'it is to be forgotten, though it has jobs'
    elseif tonumber(redis.call('ZSCORE', MEMORY, id) or -1) ~= queue.forget then
      return 'it is drained and never forgotten'
    end
  elseif holds_no_job(queue) and not queue.pinned and not queue.paused then
    return 'it is drained and never to be forgotten'
  end
  return nil
end

local function check_queue(id, packed)
  local queue = unpack_queue(packed)
  local fault = not queue and 'its record cannot be read; its settings are lost' or fault_of(id, queue)
  if fault and wrong('state', id, '', fault) then
    to_mend[id] = true
  end
end

local function check_dequeue(field, jobs)
  local at = 1
  while at <= #jobs do
    local after = after_job(jobs, at)
    local delivery = find_delivery(jobs:sub(at, after - 1))
    if not delivery or delivery.state ~= ACTIVE or delivery.nonce ~= field:sub(2) then
      if wrong('state', '', '', 'a dequeue is remembered whose lease has ended') then
        drop(field)
      end
      return
    end
    at = after
  end
end

local function has_result(job)
  return (redis.call('HGET', JOBS, job) or ''):byte(1) == 64
end

local function check_result(job, id, code, delivery)
  if delivery.result and delivery.at > now and not has_result(job) and wrong('state', id, code, 'its result is gone') then
    delivery.result = false
    put(job, pack_delivery(delivery))
  end
end

local function check_delivery(job, packed)
  local id, code = split(job)
  local delivery, place, _, _, _, _, deadline = unpack_delivery(packed), record_of(job)
  local fault
  if not delivery then
    fault = 'the record of its deliveries cannot be read'
  elseif delivery.state == FINISHED then
    check_result(job, id, code, delivery)
    if tonumber(redis.call('ZSCORE', MEMORY, job) or -1) ~= delivery.at
      and wrong('state', id, code, 'it is finished and never forgotten')
    then
      redis.call('ZADD', MEMORY, delivery.at, job)
    end
    return
  elseif not place then
    fault = 'it was handed out, and its record is gone'
  elseif place ~= delivery.place then
    fault = 'it was handed out from another place than its own'
  elseif delivery.state ~= DIED and deadline ~= (delivery.deadline or NEVER) then
    fault = 'it was handed out with another deadline than its own'
  end
  if fault then
    if wrong('state', id, code, fault) then
      drop(job)
      if delivery and delivery.state == ACTIVE then
        redis.call('ZREM', LEASES, lease_member(job, delivery.number))
      end
      redis.call('ZREM', DEAD, job)
      to_mend[id] = true
    end
    return
  end
  if delivery.state == ACTIVE then
    local member = lease_member(job, delivery.number)
    if tonumber(redis.call('ZSCORE', LEASES, member) or -1) ~= delivery.at
      and wrong('state', id, code, 'its lease is not among the leases')
    then
      redis.call('ZADD', LEASES, delivery.at, member)
      to_mend[id] = true
    end
  elseif delivery.state == DIED and not redis.call('ZSCORE', DEAD, job)
    and wrong('state', id, code, 'it is dead, and not among the dead jobs')
  then
    redis.call('ZADD', DEAD, partition.revision, job)
    to_mend[id] = true
  end
  check_owner('state', id, code)
end

local function check_damage(packed)
  local number, named = unpack_damage(packed)
  for i, entry in ipairs(named) do
    local id, code = '', ''
    if entry[3] ~= '' then
      id, code = split(entry[3])
    end
    wrong('state', id, code, 'was set aside: ' .. entry[2])
  end
  if number > #named then
    wrong('state', '', '', (number - #named) .. ' more entries were set aside')
  end
  if is_repairing then
    drop(DAMAGE)
  end
end

local function check_field(field, value)
  fields[field] = value
  local id, code = split(field)
  if field == DAMAGE then
    check_damage(value)
  elseif field == defaults.FIELD then
    if not defaults.unpack(value) and wrong('state', '', '', 'the defaults of the type cannot be read') then
      put(field, '\0')
    elseif not partition.defaults and wrong('state', '', '', 'the defaults of the type are not in force') then
      partition.defaults, partition.cursor, partition.is_sweeping = change(), 0, true
    end
  elseif field == VISIT then
    if #value ~= VISIT_BYTES and wrong('state', '', '', 'the record of the visits of upkeep cannot be read') then
      drop(field)
    end
  elseif field:byte(1) == 0 then
    check_dequeue(field, value)
  elseif code == '' and code_end(field, 1) == #field then
    check_queue(id, value)
  elseif code ~= '' and code_end(code, 1) == #code then
    check_delivery(field, value)
  elseif wrong('state', '', '', 'a field that is none of SharQ') then
    drop(field)
  end
end

-- Checks the entry of a job with a deadline that waits or is active. An active job loses it at the deadline, which is still to
-- come if the clock was set back since. The end of its lease adds it again.
local function check_deadline_of(job, id, code, place, deadline, is_active)
  if deadline == NEVER then
    return
  end
  local member = deadlines.member(job, place, deadline)
  local is_missing = not redis.call('ZSCORE', SCHEDULED, member)
  if is_missing and is_active then
    return
  end
  if (is_missing or deadline < partition.deadline)
    and wrong('jobs', id, code, 'its deadline is not among the deadlines')
  then
    redis.call('ZADD', SCHEDULED, 0, member)
    deadlines.note(deadline)
  end
end

-- Checks an entry of the deadlines.
local function check_deadline(member)
  local job = member:sub(16)
  local id, code = '', ''
  if job ~= '' then
    id, code = split(job)
  end
  local fault
  if code == '' then
    fault = 'it is a deadline that cannot be read'
  else
    local place, _, _, _, _, deadline = record_of(job)
    local delivery = find_delivery(job)
    if not place or deadlines.member(job, place, deadline == NEVER and 0 or deadline) ~= member then
      fault = 'it has a deadline that is not its own'
    elseif delivery and (delivery.state == DIED and not delivery.watched or delivery.state == FINISHED) then
      fault = 'it does not wait, and has a deadline'
    end
  end
  if fault and wrong('scheduled', id, code, fault) then
    redis.call('ZREM', SCHEDULED, member)
  end
end

local function check_job(job, packed)
  local id, code = split(job)
  local place, due, _, _, _, deadline = unpack_job(packed)
  if packed:byte(1) == 64 then
    local stored = get(job)
    local record = stored and unpack_delivery(stored)
    if not (record and record.result) and wrong('jobs', id, code, 'it is a result of a job that is not finished') then
      redis.call('HDEL', JOBS, job)
    end
    return
  end
  if not place then
    if wrong('jobs', id, code, 'its record cannot be read') then
      redis.call('HDEL', JOBS, job)
    end
    return
  end
  local delivery = find_delivery(job)
  if not delivery or delivery.state == WAITING or delivery.state == ACTIVE then
    check_deadline_of(job, id, code, place, deadline, delivery and delivery.state == ACTIVE)
  end
  if delivery and delivery.state ~= WAITING then
    if delivery.state == FINISHED and wrong('jobs', id, code, 'it is finished, and its record is still there') then
      redis.call('HDEL', JOBS, job)
      redis.call('ZREM', PLACES, id .. place .. code)
      to_mend[id] = true
    end
    return
  end
  due = delivery and delivery.at or due
  local delayed = id .. struct.pack('>I7', due) .. place .. code
  if redis.call('ZSCORE', PLACES, id .. place .. code) or due > 0 and redis.call('ZSCORE', SCHEDULED, delayed) then
    check_owner('jobs', id, code)
  elseif wrong('jobs', id, code, 'it is in no place') then
    if due > now then
      redis.call('ZADD', SCHEDULED, 0, delayed)
    else
      redis.call('ZADD', PLACES, 0, id .. place .. code)
    end
    to_mend[id] = true
  end
end

-- Checks a member of PLACES or SCHEDULED. Its order and sequence begin at `position` after the queue's code.
local function check_place(key, name, member, position)
  local id, rest = split(member)
  local code = rest:sub(position + 9)
  local job = id .. code
  local place = code ~= '' and record_of(job)
  local delivery = code ~= '' and find_delivery(job)
  local fault
  if not place then
    fault = 'its record is gone'
  elseif place ~= rest:sub(position, position + 8) then
    fault = 'it has a place that is not its own'
  elseif delivery and delivery.state ~= WAITING then
    fault = 'it does not wait, and has a place'
  elseif key == SCHEDULED and redis.call('ZSCORE', PLACES, id .. place .. code) then
    fault = 'it is queued and delayed at once'
  else
    check_owner(name, id, code)
    return
  end
  if wrong(name, id, code, fault) then
    redis.call('ZREM', key, member)
    if not place and delivery and delivery.state == WAITING then
      drop(job)
    end
    to_mend[id] = true
  end
end

local function check_turn(member)
  local id = #member > 8 and member:sub(8) or ''
  local queue = id ~= '' and find_queue(id)
  if not queue or queue.since == NEVER or turn_member(id, queue.turn) ~= member then
    if wrong('ready', id, '', 'it has a turn that its record does not have') then
      redis.call('ZREM', READY, member)
      if id ~= '' then
        to_mend[id] = true
      end
    end
  end
end

local function new_delivery(state, number, at, place, limit, deadline)
  return pack_delivery({
    state = state, number = number, nonce = NO_NONCE, at = at, deliveries = 1, requeues = 0, place = place, limit = limit,
    deadline = deadline and deadline ~= NEVER and deadline or nil, consumer = '', reason = '',
  })
end

-- When a lease expires whose record is lost: at its score, unless no lease can end then. The score may be damaged too.
local function expiry_of(score)
  local expiry = tonumber(score)
  return expiry >= 0 and expiry <= now + LONGEST_LEASE and math.floor(expiry) or now
end

local function check_lease(member, score)
  local job = member:sub(8)
  local id, code = split(job)
  local delivery = job ~= '' and find_delivery(job)
  if delivery and delivery.state == ACTIVE and lease_member(job, delivery.number) == member then
    return
  end
  if wrong('leases', id, code, 'it has a lease that its record does not have') then
    local place, _, limit_of_job, _, _, deadline = record_of(job)
    if place and not delivery and #member > 7 then
      local number = struct.unpack('>I7', member)
      local expiry = expiry_of(score)
      put(job, new_delivery(ACTIVE, number, expiry, place, limit_of_job, deadline))
      redis.call('ZADD', LEASES, expiry, member)
    else
      redis.call('ZREM', LEASES, member)
    end
    to_mend[id] = true
  end
end

local function check_dead(job)
  local id, code = split(job)
  local delivery = find_delivery(job)
  local place, _, limit_of_job = record_of(job)
  if place and delivery and delivery.state == DIED then
    check_owner('dead', id, code)
  elseif wrong('dead', id, code, 'it is among the dead jobs, and its records do not say so') then
    if place and not delivery then
      put(job, new_delivery(DIED, 0, now, place, limit_of_job))
    else
      redis.call('ZREM', DEAD, job)
    end
    to_mend[id] = true
  end
end

local function scan_fields(key, check)
  local page = redis.call('HSCAN', key, cursor == '' and '0' or cursor, 'COUNT', limit)
  for i = 1, #page[2], 2 do
    if page[2][i] ~= '' then
      check(page[2][i], page[2][i + 1])
    end
  end
  reply[1] = page[1] == '0' and '' or page[1]
end

local function scan_bytes(key, name, position)
  local members = redis.call('ZRANGEBYLEX', key, '(' .. cursor, '+', 'LIMIT', 0, limit)
  for _, member in ipairs(members) do
    if key == SCHEDULED and member:byte(1) == 0 then
      check_deadline(member)
    else
      check_place(key, name, member, position)
    end
  end
  reply[1] = #members == limit and members[limit] or ''
end

local function scan_ranks(key, check)
  local first = tonumber(cursor) or 0
  local members = redis.call('ZRANGE', key, first, first + limit - 1, 'WITHSCORES')
  for i = 1, #members, 2 do
    if members[i] ~= '' then
      check(members[i], members[i + 1])
    end
  end
  reply[1] = #members == limit * 2 and string.format('%.0f', first + limit) or ''
end

-- Checks a key's type, its sentinel and its scores. A key of a wrong type is deleted: its own data is lost already.
local function check_key(name, key)
  local is_hash = name == 'state' or name == 'jobs'
  if type(redis.pcall(is_hash and 'HLEN' or 'ZCARD', key)) ~= 'number' and wrong(name, '', '', 'it is of a wrong type') then
    redis.call('DEL', key)
  end
  if name == 'state' then
    return
  end
  local score = name == 'places' or name == 'scheduled'
  local sentinel
  if is_hash then
    sentinel = redis.pcall('HEXISTS', key, '') == 1
  else
    sentinel = redis.pcall('ZSCORE', key, '')
    sentinel = sentinel == (score and '0' or 'inf')
  end
  if not sentinel and wrong(name, '', '', 'it has no sentinel') then
    if is_hash then
      redis.call('HSET', key, '', '')
    else
      redis.call('ZADD', key, score and '0' or 'inf', '')
    end
  end
  if score and type(redis.pcall('ZCARD', key)) == 'number' then
    for _, rank in ipairs({ '0', '-1' }) do
      local member = redis.call('ZRANGE', key, rank, rank, 'WITHSCORES')
      if member[1] and tonumber(member[2]) ~= 0 and wrong(name, '', '', 'an entry has a score of its own') then
        repairs.level(key)
      end
    end
  end
end

local STEPS = {
  keys = function()
    for name, number in pairs(NUMBERS) do
      check_key(name, KEYS[number])
    end
  end,
  state = function() scan_fields(STATE, check_field) end,
  jobs = function() scan_fields(JOBS, check_job) end,
  places = function() scan_bytes(PLACES, 'places', 1) end,
  scheduled = function() scan_bytes(SCHEDULED, 'scheduled', 8) end,
  ready = function() scan_ranks(READY, check_turn) end,
  leases = function() scan_ranks(LEASES, check_lease) end,
  dead = function() scan_ranks(DEAD, check_dead) end,
}

local at = clock()
-- A partition that is closed for a reshard can be repaired too: damage may be what interrupted the reshard.
may_enter_moving = true
if step == 'keys' then
  local packed = redis.pcall('HGET', STATE, '')
  fields[''] = type(packed) == 'string' and packed
end
if not enter(at) and step ~= 'keys' then
  return reply
end
STEPS[step]()
active, dead = nil, nil
for id in pairs(to_mend) do
  mend(id)
end
aside = {}
if partition then
  write_turns()
  leave()
end
return reply
