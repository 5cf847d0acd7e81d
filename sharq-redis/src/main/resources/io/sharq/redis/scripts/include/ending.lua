local NO_NONCE = string.rep('\0', 8)

-- Rule 8: the lease that an operation names, or nil if it has ended. An empty token means whatever lease there is.
local function named_lease(job, token)
  local delivery = find_delivery(job)
  if delivery and delivery.state == ACTIVE and is_live(delivery.at, now)
    and (token == '' or token == delivery.token)
  then
    return delivery
  end
  return nil
end

local function lease_member(job, number)
  return struct.pack('>I7', number) .. job
end

local function nonce_field(nonce)
  return '\0' .. nonce
end

-- Takes a job out of its lease. This is a script's first write: Redis takes it even when memory is full.
local function end_lease(job, delivery)
  redis.call('ZREM', LEASES, lease_member(job, delivery.number))
end

-- What a job that waits again keeps of its delivery.
local function wait_again(job, delivery, due)
  drop(nonce_field(delivery.nonce))
  delivery.state, delivery.number, delivery.nonce, delivery.at = WAITING, 0, NO_NONCE, due
  put(job, pack_delivery(delivery))
end

-- Rule 5: a job comes back to the place that its enqueue gave it.
local function take_place(id, queue, job, delivery)
  redis.call('ZADD', PLACES, 0, id .. delivery.place .. job:sub(#id + 1))
  queue.queued = queue.queued + 1
  wait_again(job, delivery, 0)
end
