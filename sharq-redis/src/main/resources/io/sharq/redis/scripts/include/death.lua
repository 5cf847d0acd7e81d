-- Rule 14: dead jobs, by the revision at which they died, the oldest pushed out by count.
local PUSHED_OUT = 100

local function forget_job(job)
  redis.call('HDEL', JOBS, job)
  drop(job)
end

local function remove_dead(job)
  local id = split(job)
  local queue = find_queue(id)
  change()
  redis.call('ZREM', DEAD, job)
  forget_job(job)
  queue.dead = queue.dead - 1
  settle(id, queue)
end

-- The dead jobs over the count, oldest first. The set's sentinel is no job.
local function push_out(max_count, limit)
  local over = redis.call('ZCARD', DEAD) - 1 - max_count
  if over <= 0 then
    return 0
  end
  local oldest = redis.call('ZRANGE', DEAD, 0, math.min(over, limit) - 1)
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
