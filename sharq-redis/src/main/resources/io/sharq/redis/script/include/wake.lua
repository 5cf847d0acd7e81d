-- Wake-ups: listeners are notified when the earliest instant in turn becomes earlier than `head_before`.
local head_before = nil

-- Records the earliest instant in turn. Call it before the first write of a script that may make a queue ready earlier;
-- later calls change nothing.
local function remember_head()
  if not head_before then
    local _, since = first_in_turn()
    head_before = since
  end
end

-- Publishes a wake-up if the earliest instant has become earlier and the type is not paused. ARGV[2] is the channel and
-- ARGV[3] the type. For a type of several partitions, ARGV[3] also has a blank and the partition's number; then the message
-- carries the revision, and the instant is appended to the caller's reply.
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

-- Ends an operation that may have made queues ready earlier, and returns its reply.
local function conclude(reply)
  if partition then
    write_turns()
    leave()
    if head_before then
      wake(reply)
    end
  end
  return with_damage(reply)
end
