"""Writes events.bin: the events that TensorBoardEventTests writes, by TensorBoard's own record writer and messages.

Made with tensorboard 2.21.0 and protobuf 7.36.2: pip install tensorboard; python generate.py
"""

import pathlib

from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

events = [
    Event(wall_time=1.5e9, step=0, file_version="brain.Event:2"),
    Event(wall_time=1.5e9, step=3, session_log=SessionLog(status=SessionLog.START)),
    Event(
        wall_time=1500000000.25,
        step=3,
        summary=Summary(
            value=[
                Summary.Value(tag="loss", simple_value=0.125),
                Summary.Value(tag="learning_rate", simple_value=1e-4),
                Summary.Value(
                    tag="confusion/clips",
                    image=Summary.Image(
                        height=300, width=200, colorspace=3, encoded_image_string=bytes(range(256)) * 2
                    ),
                ),
            ]
        ),
    ),
    Event(wall_time=1500000001.0, step=4, summary=Summary(value=[Summary.Value(tag="loss", simple_value=float("nan"))])),
]
with open(pathlib.Path(__file__).with_name("events.bin"), "wb") as file:
    writer = RecordWriter(file)
    for event in events:
        writer.write(event.SerializeToString(deterministic=True))
