-- Copies queues from another partition: their records and their turns. Instants are converted to this partition's time.
-- KEYS: the partition's eight. ARGV: clock, by how many microseconds this partition's steady time is ahead of the other's,
-- then for each queue: its code, its record.
-- Reply: {1}. First write: ZADD, which Redis refuses when memory is full.
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
--- @include turns

local ahead = tonumber(ARGV[2])
-- The records are written without a read, so check the key's type before the first write.
redis.call('HLEN', STATE)
for i = 4, #ARGV, 2 do
  if not unpack_queue(ARGV[i]) then
    error('SHARQ_DAMAGED a queue\'s record cannot be read; sharq check --repair mends it')
  end
end
for i = 3, #ARGV, 2 do
  local id, queue = ARGV[i], unpack_queue(ARGV[i + 1])
  -- The sweep of the new partition resolves its defaults.
  queue.generation = nil
  for _, instant in ipairs({ 'released', 'held', 'retry', 'retained', 'forget', 'due' }) do
    if queue[instant] > 0 then
      queue[instant] = queue[instant] + ahead
    end
  end
  if queue.since ~= NEVER then
    queue.since = queue.since + ahead
    redis.call('ZADD', READY, queue.since, turn_member(id, queue.turn))
  end
  save_queue(id, queue)
end
write_fields()
return { 1 }
