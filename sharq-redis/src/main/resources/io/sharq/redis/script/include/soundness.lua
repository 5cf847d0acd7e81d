-- Redis never rolls a script back, so scripts check for keys of a wrong type before their first write.

-- Fails if one of the keys is not a sorted set.
local function check_sets(...)
  for i = 1, select('#', ...) do
    redis.call('ZCARD', (select(i, ...)))
  end
end

-- Writes to a key that the script has not read, in as many commands as needed. If Redis refuses, `restore` undoes the
-- script's earlier writes. Only the first command can meet a key of a wrong type.
local function write_or_undo(restore, command, key, arguments)
  for from = 1, #arguments, PART do
    local outcome = redis.pcall(command, key, unpack(arguments, from, math.min(from + PART - 1, #arguments)))
    if type(outcome) == 'table' and outcome.err then
      restore()
      error(outcome.err)
    end
  end
end
