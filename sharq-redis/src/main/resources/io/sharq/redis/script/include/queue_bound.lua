-- The bound on the queues of a partition. Their number is approximated by the entries of the state hash, less the active and
-- dead jobs. So it includes jobs that wait again after a lease, and finished jobs that are retained.
local queues_made, queues_there = 0, nil

-- Whether a queue would exceed the bound; counts it if not. Queries Redis only for a queue that does not exist.
local function is_one_too_many(id, most)
  if get(id) then
    return false
  end
  if not queues_there then
    queues_there = redis.call('HLEN', STATE) - 1
    if queues_there >= most then
      -- Three fields belong to no queue and no job: the visits, the damage, and the defaults.
      queues_there = queues_there - redis.call('HEXISTS', STATE, '\0') - redis.call('HEXISTS', STATE, '\255')
        - (partition.defaults and 1 or 0)
        - (redis.call('ZCARD', LEASES) - 1) - (redis.call('ZCARD', DEAD) - 1)
    end
  end
  if queues_there + queues_made >= most then
    return true
  end
  queues_made = queues_made + 1
  return false
end
