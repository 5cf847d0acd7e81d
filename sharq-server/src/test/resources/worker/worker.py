# The worker of the original's questions and answers, in Python 3. What differs from it: the server's address, and that it
# ends when a job says so.
import sys
import time
import json
import requests

server = sys.argv[1]
while True:
    # dequeue the job from the queue of type `sms`
    try:
        response = requests.get(server + '/dequeue/sms/')
        if response.status_code == 200:
            # successful dequeue.
            r = json.loads(response.text)
            print(r['payload'], flush=True)  # process the payload here.
            queue_id = r['queue_id']
            job_id = r['job_id']
            # mark the job as completed successfully by
            # sending a finish request.
            requests.post(
                server + '/finish/sms/%s/%s/' % (
                    queue_id, job_id))
            if r['payload'] == 'stop':
                break
        elif response.status_code == 404:
            # no job found (either queue is empty or none
            # of the jobs are ready yet).
            time.sleep(0.05)  # wait before retrying if needed.
    except Exception as e:
        print("Something went wrong!", e, flush=True)
        time.sleep(5)  # retry after 5 seconds.
