-- Removes waiting jobs of a queue, up to a limit: queued jobs first, then scheduled ones.
-- KEYS: the partition's eight. ARGV: clock, channel, type, the queue's code, 1 to reset the settings too, limit.
-- Reply: the wall clock, 1 if the queue exists else 0, the jobs removed, 1 if waiting jobs are left else 0, the revision.
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

local id, takes_settings, limit = ARGV[4], ARGV[5] == '1', tonumber(ARGV[6])

-- Removes jobs from a set in whose members the job's code begins at `position`. Returns how many it removed, and whether
-- more are left.
local function remove(key, position, at_most)
  if at_most == 0 then
    return 0, false
  end
  local least, most = members_of(id)
  local members = redis.call('ZRANGEBYLEX', key, least, most, 'LIMIT', 0, at_most + 1)
  local removed = math.min(#members, at_most)
  for i = 1, removed do
    local job = id .. members[i]:sub(position)
    if partition.deadline ~= NEVER then
      local place, _, _, _, _, deadline = unpack_job(redis.call('HGET', JOBS, job))
      deadlines.forget(job, place, deadline)
    end
    redis.call('ZREM', key, members[i])
    if job ~= id then
      redis.call('HDEL', JOBS, job)
      -- Only a job that was delivered, or that a caller waits for, has a record to remove.
      if redis.call('HDEL', STATE, job) == 1 then
        note_end(job)
      end
    end
  end
  return removed, #members > at_most
end

-- The count after a removal: at least 1 while jobs are left, and 0 otherwise, even if the count was wrong.
local function rest(count, removed, has_more)
  return has_more and math.max(1, count - removed) or 0
end

local at = clock()
read_fields('', id)
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local queue = is_open and find_queue(id)
if not queue then
  return with_ends(conclude({ at, 0, 0, 0, partition and partition.revision or 0 }))
end
remember_head()
check_sets(PLACES, SCHEDULED, MEMORY)
redis.call('HLEN', JOBS)
change()
begin_writing()
promote(id, queue)
local queued, has_more = remove(PLACES, #id + 10, queue.queued > 0 and limit or 0)
queue.queued = rest(queue.queued, queued, has_more)
local scheduled = 0
if queue.scheduled > 0 and queued < limit then
  scheduled, has_more = remove(SCHEDULED, #id + 17, limit - queued)
  queue.scheduled = rest(queue.scheduled, scheduled, has_more)
end
queue.due = queue.scheduled > 0 and repairs.earliest_due(id) or 0
if takes_settings then
  queue.interval, queue.cap, queue.held, queue.retry, queue.reason = 0, 0, 0, 0, ''
  queue.ordered, queue.pinned, queue.paused = false, false, false
  defaults.go_back(id, queue, 7)
  queue.level, queue.raised = nil, nil
end
settle(id, queue)
return with_ends(conclude({ at, 1, queued + scheduled, queue.queued + queue.scheduled > 0 and 1 or 0, partition.revision }))
