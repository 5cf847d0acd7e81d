-- Rule 4: the queues in turn, by the instant since which each is ready and then by the revision at which it got it.
-- Wake-ups: whoever waits is told when the earliest instant has become an earlier one.
local head_before = nil
local earliest_new = NEVER

local function turn_member(id, turn)
  return struct.pack('>I7', turn) .. id
end

-- The queue at a position of the turns, its instant, and the revision at which it got it.
local function queue_in_turn(position)
  local head = redis.call('ZRANGE', READY, position, position, 'WITHSCORES')
  if head[1] and head[1] ~= '' then
    return head[1]:sub(8), tonumber(head[2]), struct.unpack('>I7', head[1])
  end
  return nil, NEVER, 0
end

-- To be called before the first write of a script that may bring a queue forward; later calls change nothing.
local function remember_head()
  if not head_before then
    local _, since = queue_in_turn(0)
    head_before = since
  end
end

-- Gives a changed queue its turn anew. `previous` is the instant it had, or NEVER if it has just been served.
local function take_turn(id, queue, previous, ordered)
  local since = ready_since(previous, next_release(queue, ordered), now)
  if since == queue.since and since == previous then
    return
  end
  if queue.since ~= NEVER then
    redis.call('ZREM', READY, turn_member(id, queue.turn))
  end
  queue.since = since
  if since ~= NEVER then
    queue.turn = partition.revision
    redis.call('ZADD', READY, since, turn_member(id, queue.turn))
    if since < earliest_new then
      earliest_new = since
    end
  end
end

-- Tells whoever waits. ARGV[2] is the channel and ARGV[3] the type, and where a type has several partitions, a blank and
-- this one's number; then the revision follows, and the caller hears it by one more element of its reply.
local function wake(reply)
  if earliest_new < head_before and not partition.paused then
    local message = ARGV[3] .. ' ' .. string.format('%.0f', to_wall(earliest_new))
    if ARGV[3]:find(' ', 1, true) then
      message = message .. ' ' .. string.format('%.0f', partition.revision)
      reply[#reply + 1] = to_wall(earliest_new)
    end
    redis.call('PUBLISH', ARGV[2], message)
  end
end

-- Ends an operation that may have brought queues forward, and gives back its reply.
local function conclude(reply)
  if partition then
    leave()
    if head_before then
      wake(reply)
    end
  end
  return reply
end

-- Settles a queue after a change: its turn, and if no job is left, how long it is remembered.
local function settle(id, queue)
  take_turn(id, queue, queue.since, queue.ordered)
  queue.forget = 0
  if holds_no_job(queue) then
    local forget = remembered_until(queue, now)
    if forget ~= NEVER then
      queue.forget = forget
      redis.call('ZADD', MEMORY, forget, id)
    end
  end
  save_queue(id, queue)
end
