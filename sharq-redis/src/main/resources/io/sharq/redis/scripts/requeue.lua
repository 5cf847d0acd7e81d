-- A step of upkeep: expired leases end (rule 9), dead jobs over the limits go (rule 14), what a drained queue or a
-- finished job left goes (rule 13), and at last the partition itself.
-- KEYS: the partition's eight. ARGV: clock, channel, type, limit, greatest number of dead jobs, their greatest age in
-- microseconds, the longest span until the next visit, and where a type has several partitions: how much may be forgotten
-- beyond the limit.
-- Reply: the wall clock, revision, requeued, died, 1 if a limit ended the step else 0, 1 if the partition is not there
-- (any more) else 0, and if it is there, after what span something of it is due next.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
--- @include requeues
--- @include minutes
--- @include memory
--- @include ids
--- @include state
--- @include partition
--- @include queues
--- @include turns
--- @include soundness
--- @include jobs
--- @include visit
--- @include ending
--- @include death

local limit, max_dead, max_age = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local done, requeued, died = 0, 0, 0

local function expire(member)
  local job = member:sub(8)
  local id = split(job)
  local queue, delivery = find_queue(id), find_delivery(job)
  change()
  end_lease(job, delivery)
  queue.active = queue.active - 1
  if comes_back(delivery.requeues, delivery.limit) then
    requeued = requeued + 1
    delivery.requeues = delivery.requeues + 1
    take_place(id, queue, job, delivery)
    settle(id, queue)
  else
    died = died + 1
    die(job, queue, delivery)
    settle(id, queue)
    push_out(max_dead, PUSHED_OUT)
  end
end

-- A member is a queue's code, or a finished job's.
local function forget(member)
  redis.call('ZREM', MEMORY, member)
  local id, rest = split(member)
  if rest == '' then
    local queue = get(id) and unpack_queue(get(id))
    if queue and queue.forget > 0 then
      if queue.forget <= now then
        drop(id)
      else
        redis.call('ZADD', MEMORY, queue.forget, id)
      end
    end
    return
  end
  if get(member) and not find_delivery(member) then
    drop(member)
  end
end

local function due_before(key, bound)
  if done >= limit then
    return {}
  end
  local members = redis.call('ZRANGEBYSCORE', key, '-inf', bound, 'LIMIT', 0, limit - done)
  done = done + #members
  return members
end

-- After what span something is due next.
local function next_due()
  local due = now + tonumber(ARGV[7])
  for key, age in pairs({ [LEASES] = 0, [MEMORY] = 0, [DEAD] = max_age }) do
    local first = redis.call('ZRANGE', key, '0', '0', 'WITHSCORES')
    if first[1] and first[1] ~= '' then
      due = math.min(due, tonumber(first[2]) + age)
    end
  end
  return math.max(due, now)
end

local at = clock()
read_fields('', VISIT)
if not enter(at) then
  return { at, 0, 0, 0, 0, 1 }
end
-- Upkeep moves the state of time, so that what it forgets stays forgotten though the clock steps back.
has_changed = true
read_visit()
remember_head()
check_sets(PLACES, LEASES, DEAD, MEMORY)
redis.call('HLEN', JOBS)
begin_writing()
for _, member in ipairs(due_before(LEASES, now)) do
  expire(member)
end
if done < limit then
  done = done + push_out(max_dead, limit - done)
end
for _, job in ipairs(due_before(DEAD, now - max_age)) do
  remove_dead(job)
end
if ARGV[8] then
  done, limit = 0, tonumber(ARGV[8])
end
for _, member in ipairs(due_before(MEMORY, now)) do
  forget(member)
end
local is_complete = done < limit
visits = (visits + 1) % NEAR
note_visit(is_complete and next_due() or now)
local reply = conclude({ at, partition.revision, requeued, died, is_complete and 0 or 1, 0, visit_at - now })
-- Only the partition's own field and its visit's are left, so no queue is: the partition goes.
if redis.call('HLEN', STATE) == 2 and not partition.paused then
  redis.call('DEL', unpack(KEYS))
  return { at, partition.revision, requeued, died, 0, 1 }
end
return reply
