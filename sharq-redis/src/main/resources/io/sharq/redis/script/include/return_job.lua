local function lease_member(job, number)
  return struct.pack('>I7', number) .. job
end

-- Removes a job's lease. This is a script's first write: Redis accepts it even when memory is full.
local function end_lease(job, delivery)
  redis.call('ZREM', LEASES, lease_member(job, delivery.number))
end

-- Turns an active job's delivery record into that of a waiting job, without lease number and nonce. Its deadline is noted again:
-- it is gone if it had passed, and the clock was set back since.
local function wait_again(job, delivery, due)
  if delivery.deadline then
    redis.pcall('ZADD', SCHEDULED, 0, deadlines.member(job, delivery.place, delivery.deadline))
    deadlines.note(delivery.deadline)
  end
  drop(nonce_field(delivery.nonce))
  delivery.state, delivery.number, delivery.nonce, delivery.at, delivery.consumer = WAITING, 0, NO_NONCE, due, ''
  put(job, pack_delivery(delivery))
end

-- Rule 5: returns a job to the place that its enqueue gave it.
local function take_place(id, queue, job, delivery)
  queue.queued = queue.queued + redis.call('ZADD', PLACES, 0, id .. delivery.place .. job:sub(#id + 1))
  wait_again(job, delivery, 0)
end
