-- Check first, write after: Redis never rolls a script back, so a key of a wrong type must be met before the first write.

-- Fails if one of the sets is none.
local function check_sets(...)
  for i = 1, select('#', ...) do
    redis.call('ZCARD', (select(i, ...)))
  end
end

-- A script's write to a key that nothing has read: if Redis refuses it, those before it are undone.
local function write_or_undo(undo, ...)
  local outcome = redis.pcall(...)
  if type(outcome) == 'table' and outcome.err then
    for _, command in ipairs(undo) do
      redis.call(unpack(command))
    end
    error(outcome.err)
  end
end
