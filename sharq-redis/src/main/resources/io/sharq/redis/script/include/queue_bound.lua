-- The bound on the queues of a partition. The queues are counted by the entries of the state hash, less the jobs that are
-- active or dead: what is left are the queues, and jobs that were handed out and wait again or are remembered.
local queues_made, queues_there = 0, nil

-- Whether one queue more is too many. Looks at Redis only when a queue is to be made.
local function is_one_too_many(id, most)
  if get(id) then
    return false
  end
  if not queues_there then
    queues_there = redis.call('HLEN', STATE) - 1
    if queues_there >= most then
      -- What is no queue's and no job's: the record of upkeep's visits, and that of what is damaged.
      queues_there = queues_there - redis.call('HEXISTS', STATE, '\0') - redis.call('HEXISTS', STATE, '\255')
        - (redis.call('ZCARD', LEASES) - 1) - (redis.call('ZCARD', DEAD) - 1)
    end
  end
  if queues_there + queues_made >= most then
    return true
  end
  queues_made = queues_made + 1
  return false
end
