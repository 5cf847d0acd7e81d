-- Rule 14: dead jobs, ordered by the revision at which they died. One failure or expiry pushes out at most this many.
local PUSHED_OUT = 100

local function forget_job(job)
  redis.call('HDEL', JOBS, job)
  drop(job)
end

-- Removes a dead job. If the job's own record says that it is not dead, only the entry is removed: the job may be another
-- one with the same id.
local function remove_dead(job)
  local id = split(job)
  local queue, delivery = find_queue(id), find_delivery(job)
  change()
  redis.call('ZREM', DEAD, job)
  if delivery and delivery.state == DIED then
    if delivery.watched then
      deadlines.forget(job, delivery.place, delivery.at)
      note_end(job)
    end
    forget_job(job)
  else
    set_aside('an entry of a job that is not dead among the dead jobs', job)
  end
  if queue then
    queue.dead = math.max(0, queue.dead - 1)
    settle(id, queue)
  else
    set_aside('a dead job of a queue without its record', job)
  end
end

-- The jobs among members of DEAD, without the sentinel. Reads their records and those of their queues in one command.
local function read_dead(members)
  local jobs, wanted = {}, {}
  for _, job in ipairs(members) do
    if job ~= '' then
      jobs[#jobs + 1] = job
      wanted[#wanted + 1] = split(job)
      wanted[#wanted + 1] = job
    end
  end
  read_all(wanted)
  return jobs
end

-- Removes the dead jobs over the count, oldest first, up to a limit. Returns how many. The sentinel does not count.
local function push_out(max_count, limit)
  local over = redis.call('ZCARD', DEAD) - 1 - max_count
  if over <= 0 then
    return 0
  end
  local oldest = read_dead(redis.call('ZRANGE', DEAD, 0, math.min(over, limit) - 1))
  for _, job in ipairs(oldest) do
    remove_dead(job)
  end
  return #oldest
end

local function die(job, queue, delivery)
  if delivery.watched then
    note_end(job)
  end
  deadlines.forget(job, delivery.place, delivery.deadline)
  delivery.deadline = nil
  redis.call('ZADD', DEAD, partition.revision, job)
  queue.dead = queue.dead + 1
  drop(nonce_field(delivery.nonce))
  delivery.state, delivery.number, delivery.nonce, delivery.at, delivery.consumer = DIED, 0, NO_NONCE, now, ''
  delivery.watched = false
  put(job, pack_delivery(delivery))
end

-- Rule 23: whether a job whose lease has ended is dead, because its deadline has passed. Then it dies. The caller settles its
-- queue.
local function dies_late(job, queue, delivery)
  if not delivery.deadline or not has_passed(delivery.deadline, now) then
    return false
  end
  delivery.reason = deadlines.REASON
  die(job, queue, delivery)
  return true
end
