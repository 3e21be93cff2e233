// One site at a time: the faults of one test would hit another, and two cores have enough to do with one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
