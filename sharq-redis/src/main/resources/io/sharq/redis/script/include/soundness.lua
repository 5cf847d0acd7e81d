-- Check first, write after: Redis never rolls a script back, so a key of a wrong type must be met before the first write.

-- Fails if one of the sets is none.
local function check_sets(...)
  for i = 1, select('#', ...) do
    redis.call('ZCARD', (select(i, ...)))
  end
end

-- A write to a key that nothing has read, by as many commands as it takes: if Redis refuses it, `restore` undoes what the
-- script wrote before. Only the first command can meet a key of a wrong type.
local function write_or_undo(restore, command, key, arguments)
  for from = 1, #arguments, PART do
    local outcome = redis.pcall(command, key, unpack(arguments, from, math.min(from + PART - 1, #arguments)))
    if type(outcome) == 'table' and outcome.err then
      restore()
      error(outcome.err)
    end
  end
end
