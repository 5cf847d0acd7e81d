-- Enqueues to 100 queues, or to as many as the first argument says, with a new id for each job.
local jobs, queues, run = 0, 100, 0

function init(args)
  queues = tonumber(args[1] or '100')
  math.randomseed(os.time())
  run = math.random(1, 1000000000)
end

function request()
  jobs = jobs + 1
  local body = '{"job_id":"' .. run .. '-' .. jobs .. '","interval":0,"payload":{"message":"hello","to":"12025550123"}}'
  local path = '/enqueue/sms/' .. jobs % queues .. '/'
  return wrk.format('POST', path, { ['Content-Type'] = 'application/json' }, body)
end
