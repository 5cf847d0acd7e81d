-- Rule 14: dead jobs, by the revision at which they died, the oldest pushed out by count.
local PUSHED_OUT = 100

local function forget_job(job)
  redis.call('HDEL', JOBS, job)
  drop(job)
end

-- Nothing but the entry goes where the job is not dead, by its own record: it may be another one of the same id.
local function remove_dead(job)
  local id = split(job)
  local queue, delivery = find_queue(id), find_delivery(job)
  change()
  redis.call('ZREM', DEAD, job)
  if delivery and delivery.state == DIED then
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

-- The jobs, and what is kept of them and their queues, read by one command. The sentinel is no job.
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

-- The dead jobs over the count, oldest first. The set's sentinel is no job.
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
  redis.call('ZADD', DEAD, partition.revision, job)
  queue.dead = queue.dead + 1
  drop(nonce_field(delivery.nonce))
  delivery.state, delivery.number, delivery.nonce, delivery.at = DIED, 0, NO_NONCE, now
  put(job, pack_delivery(delivery))
end
