"""Voicemail settings (11), music on hold (14) and recorded calls (5.3)."""

from portaswitch import Audio, Greeting, VmSettings
from tests.portaswitch.samples import Sample

SOUND = Audio(b"RIFF....WAVE", filename="hello.wav")

SAMPLES: dict[str, Sample] = {
    "get_vm_settings": lambda a: a.get_vm_settings(),
    "set_vm_settings": lambda a: a.set_vm_settings(VmSettings(auto_play=True)),
    "get_vm_greeting": lambda a: a.get_vm_greeting(Greeting.PERSONAL),
    "set_vm_greeting": lambda a: a.set_vm_greeting(Greeting.PERSONAL, SOUND),
    "delete_vm_greeting": lambda a: a.delete_vm_greeting(Greeting.PERSONAL),
    "get_moh_list": lambda a: a.get_moh_list(),
    "upload_moh": lambda a: a.upload_moh("Our tune", SOUND),
    "delete_moh": lambda a: a.delete_moh(21),
    "get_call_recording": lambda a: a.get_call_recording(9001),
    "get_transcription": lambda a: a.get_transcription("4F1E22D0 1C3A11EE 8E2B0242 AC120002"),
}
