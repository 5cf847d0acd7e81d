-- Rule 27: the jobs that end in this script while a caller waits for them. Listeners are notified of them in one message:
-- '!', the type, a blank, and the codes of each job.
local ended_jobs = {}
local ENDS_PUBLISHED = 1000

local function note_end(job)
  ended_jobs[#ended_jobs + 1] = job
end

deadlines.note_end = note_end

-- Publishes the ends, and returns the script's reply. ARGV[2] is the channel, and ARGV[3] begins with the type.
local function with_ends(reply)
  for from = 1, #ended_jobs, ENDS_PUBLISHED do
    local to = math.min(from + ENDS_PUBLISHED - 1, #ended_jobs)
    redis.call('PUBLISH', ARGV[2], '!' .. ARGV[3]:match('^%S+') .. ' ' .. table.concat(ended_jobs, '', from, to))
  end
  return reply
end
