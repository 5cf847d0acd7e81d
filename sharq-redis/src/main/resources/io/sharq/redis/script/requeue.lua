-- A step of upkeep: lets jobs die at their deadlines (rule 23), as every script does, then ends expired leases (rule 9), removes
-- dead jobs over the limits (rule 14), drained queues and finished jobs (rule 13), and finally an empty partition.
-- KEYS: the partition's eight. ARGV: clock, channel, type, limit, greatest number of dead jobs, their greatest age in
-- microseconds, the longest span until the next visit in microseconds, and for a type of several partitions: a separate
-- limit for queues and finished jobs to forget. A sweep of changed defaults that a client has left is continued.
-- Reply: the wall clock, revision, requeued, died, 1 if a limit ended the step else 0; 1 if the partition does not exist or
-- was removed, 2 if it is not open but some of its keys hold data, else 0; and if that is 0, the span until the next upkeep
-- of it is due.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
--- @include requeues
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
--- @include visit
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ends
--- @include ending
--- @include return_job
--- @include death
--- @include sweep

local limit, max_dead, max_age = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local done, requeued, died = 0, 0, 0
-- The number of visits is stored in four bytes and wraps around.
local VISITS_COUNTED = 4294967296

-- Ends a lease that its job's delivery record does not name. A job with a record and no delivery record returns to its
-- place unless it is scheduled, and counts as never delivered.
local function end_unknown(member, job, id)
  local delivery, packed = find_delivery(job), redis.call('HGET', JOBS, job)
  local place, due = unpack_job(packed)
  local queue = place and repairs.owner(id) or find_queue(id)
  set_aside('a lease that its job does not have', job)
  redis.call('ZREM', LEASES, member)
  if place and not delivery then
    local code = job:sub(#id + 1)
    if due == 0 or not redis.pcall('ZSCORE', SCHEDULED, id .. struct.pack('>I7', due) .. place .. code) then
      queue.queued = queue.queued + redis.call('ZADD', PLACES, 0, id .. place .. code)
      requeued = requeued + 1
    end
    drop(job)
  end
  if queue then
    queue.active = math.max(0, queue.active - 1)
    settle(id, queue)
  end
end

local function expire(member)
  local job = member:sub(8)
  local id = split(job)
  local delivery = find_delivery(job)
  change()
  if not delivery or delivery.state ~= ACTIVE or lease_member(job, delivery.number) ~= member then
    end_unknown(member, job, id)
    return
  end
  if is_live(delivery.at, now) then
    -- The record has the expiry that the worker received, so it overrides the score.
    set_aside('a lease with another expiry than its record', job)
    redis.call('ZADD', LEASES, delivery.at, member)
    return
  end
  local queue = repairs.owner(id)
  end_lease(job, delivery)
  queue.active = math.max(0, queue.active - 1)
  if comes_back(delivery.requeues, delivery.limit) and not dies_late(job, queue, delivery) then
    requeued = requeued + 1
    delivery.requeues = delivery.requeues + 1
    take_place(id, queue, job, delivery)
    settle(id, queue)
  else
    died = died + 1
    if delivery.state ~= DIED then
      die(job, queue, delivery)
    end
    settle(id, queue)
    push_out(max_dead, PUSHED_OUT)
  end
end

-- Removes a drained queue or a finished job. The member is the queue's code, or the queue's and the job's.
local function forget(member)
  redis.call('ZREM', MEMORY, member)
  local id, rest = split(member)
  if rest == '' then
    local queue = get(id) and unpack_queue(get(id))
    if queue and queue.forget > 0 then
      if queue.generation ~= partition.defaults then
        defaults.refresh(id, queue)
        save_queue(id, queue)
      end
      if queue.forget <= now then
        drop(id)
      else
        redis.call('ZADD', MEMORY, queue.forget, id)
      end
    end
    return
  end
  local packed = get(member)
  if packed and not find_delivery(member) then
    -- The result goes, unless a new job has the id and has replaced it.
    if (packed:byte(1) or 0) >= 16 and (redis.call('HGET', JOBS, member) or ''):byte(1) == 64 then
      redis.call('HDEL', JOBS, member)
    end
    drop(member)
  end
end

-- Restores the score of a sentinel among `members`, and removes it from them. With a lower score it precedes other members.
local function raise_sentinel(members, key)
  for i = #members, 1, -1 do
    if members[i] == '' then
      redis.call('ZADD', key, 'inf', '')
      table.remove(members, i)
    end
  end
end

local function due_before(key, bound)
  if done >= limit then
    return {}
  end
  local members = redis.call('ZRANGEBYSCORE', key, '-inf', bound, 'LIMIT', 0, limit - done)
  done = done + #members
  raise_sentinel(members, key)
  return members
end

-- The instant at which upkeep is due next.
local function next_due()
  local due = math.min(now + tonumber(ARGV[7]), partition.deadline)
  for key, age in pairs({ [LEASES] = 0, [MEMORY] = 0, [DEAD] = max_age }) do
    local first = redis.call('ZRANGE', key, '0', '0', 'WITHSCORES')
    if first[1] and first[1] ~= '' then
      due = math.min(due, tonumber(first[2]) + age)
    end
  end
  return math.max(due, now)
end

-- Removes a damaged member, or a sentinel of a wrong score, that precedes all turns.
local function free_turns()
  local head = redis.call('ZRANGE', READY, '0', '0', 'WITHSCORES')
  if head[1] == '' and head[2] ~= 'inf' then
    raise_sentinel({ '' }, READY)
  elseif head[1] and head[1] ~= '' and #head[1] < 9 then
    redis.call('ZREM', READY, head[1])
    set_aside('an unreadable turn', '')
  end
end

-- Whether any key of a partition that is not open holds data.
local function has_remains()
  for _, key in ipairs(KEYS) do
    local size = redis.pcall((key == STATE or key == JOBS) and 'HLEN' or 'ZCARD', key)
    if size ~= 0 then
      return true
    end
  end
  return false
end

local at = clock()
read_fields('', VISIT, DAMAGE)
if not enter(at) then
  return { at, 0, 0, 0, 0, has_remains() and 2 or 1 }
end
-- Upkeep always updates the state of time: what it forgets stays forgotten even if the clock steps back.
has_changed = true
read_visit()
remember_head()
check_sets(PLACES, LEASES, DEAD, MEMORY)
if partition.deadline ~= NEVER then
  check_sets(SCHEDULED)
end
redis.call('HLEN', JOBS)
begin_writing()
if head_before == NEVER then
  free_turns()
end
deadlines.expire()
for _, member in ipairs(due_before(LEASES, now)) do
  expire(member)
end
if done < limit then
  done = done + push_out(max_dead, limit - done)
end
for _, job in ipairs(read_dead(due_before(DEAD, now - max_age))) do
  remove_dead(job)
end
if ARGV[8] then
  done, limit = 0, tonumber(ARGV[8])
end
for _, member in ipairs(due_before(MEMORY, now)) do
  forget(member)
end
if partition.is_sweeping then
  sweep()
end
local is_complete = done < limit and not partition.is_sweeping and not has_passed(partition.deadline, now)
visits = (visits + 1) % VISITS_COUNTED
note_visit(is_complete and next_due() or now)
local reply = with_ends(conclude({ at, partition.revision, requeued, died, is_complete and 0 or 1, 0, visit_at - now }))
-- Only the fields of the partition and of its visits are left, so no queue is. Removes the partition, unless JOBS still
-- holds jobs.
if redis.call('HLEN', STATE) == 2 and not partition.paused and not partition.defaults then
  if redis.call('HLEN', JOBS) - redis.call('HEXISTS', JOBS, '') == 0 then
    redis.call('DEL', unpack(KEYS))
    return { at, partition.revision, requeued, died, 0, 1 }
  end
  set_aside('jobs in no place', '')
  leave()
  with_damage(reply)
end
return reply
