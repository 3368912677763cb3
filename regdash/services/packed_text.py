"""JSON as short text for a link: a version, a dot, and JSON compressed with zlib in base64url.

zlib starts with a dictionary of what such JSON usually contains, which makes the text of a usual
comparison a third as long, and its QR code readable from farther away. Texts come from strangers: their
length and what they unpack to are limited.
"""

import base64
import binascii
import re
import zlib
from typing import Final, NoReturn

from regdash.settings.messages import InputError, shorten

VERSION: Final = 1
"""Version of the text; a change that older versions of RegDash cannot read needs a new one."""

LONGEST_ADDRESS = 8_000
"""Most characters of a link: most browsers, servers and chats take more, but not all of them."""

LONGEST_TEXT = LONGEST_ADDRESS - 500
"""Most characters of the text, so that an address fits before it."""

MOST_UNPACKED = 200_000
"""Most bytes of JSON: 500 runs that all have other settings have some 100,000."""

COPY_AGAIN = "Copy the whole link again."

_TEXT = re.compile(r"([1-9][0-9]{0,5})\.([A-Za-z0-9_-]+)", re.ASCII)

# Part of version 1: never change it. What is usual comes last, where references are shortest.
_DICTIONARY = (
    b'"names":{"validation_share":0.9,"split_seed":2,"momentum":0.9},"name":"sgd","rmsprop"},'
    b'"activation":"sigmoid","tanh","elu","relu","initializer":"he_normal","glorot_uniform","kind":"'
    b'"rotation":"shift":"zoom":"shear":"monitor":"val_loss","val_accuracy","min_delta":"patience":5,'
    b'"restore_best_weights":false,"start_from_epoch":10,"max_norm":{"max_value":'
    b'"gaussian_noise":{"stddev":"label_smoothing":{"label_smoothing":"weight_decay":{"weight_decay":'
    b'"batch_norm":{"momentum":0.99"zca_whitening":{"epsilon":"l1_l2":{"l1":{"l1":0.0001,"l2":0.0001}'
    b'"early_stopping":{}}}},{"seeds":[[1,1],[2,2],"form":{"epochs":20,'
    b'{"baseline":0,"form":{"batch_size":32,"data":{"dataset":"digits","label_noise":0.15,'
    b'"train_size":1000,"validation_share":0.1},"epochs":20,"network":{"hidden_layers":[256,256]},'
    b'"optimizer":{"learning_rate":0.001}},"methods":[{},{"form":{"techniques":{"l2":{"l2":0.01}}}},'
    b'{"form":{"techniques":{"dropout":{"input_rate":0.2,"rate":0.5}}}},'
    b'{"form":{"techniques":{"augmentation":{}}}}],"seeds":[1,2,3,4,5,6,7,8,9,10],"spec":1,"title":"'
)


def pack(data: bytes) -> str:
    """Write JSON as text of letters, digits, `.`, `-` and `_`; equal data give equal text."""
    packer = zlib.compressobj(9, zdict=_DICTIONARY)
    packed = packer.compress(data) + packer.flush()
    return f"{VERSION}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def unpack(text: str) -> bytes:
    """Return the JSON in a text that `pack` wrote, in this version or an older one.

    Raises:
        InputError: It is damaged, too long, of a newer version, or unpacks to too much.
    """
    if len(text) > LONGEST_TEXT:
        raise InputError(
            [
                f"The link describes its runs with {len(text):,} characters; allowed: at most"
                f" {LONGEST_TEXT:,}. {COPY_AGAIN}"
            ]
        )
    parts = _TEXT.fullmatch(text)
    if parts is None:
        refuse_damage(f"expected a version, a dot, letters and digits; received {shorten(text)}")
    version, packed = int(parts[1]), parts[2]
    if version > VERSION:
        raise InputError(
            [
                f"The link was written in version {version} of its format; this version of RegDash"
                f" reads versions up to {VERSION}. Update RegDash."
            ]
        )
    unpacker = zlib.decompressobj(zdict=_DICTIONARY)
    try:
        compressed = base64.b64decode(packed + "=" * (-len(packed) % 4), b"-_", validate=True)
        data = unpacker.decompress(compressed, MOST_UNPACKED + 1)
    except (binascii.Error, zlib.error):
        refuse_damage("characters are missing or changed")
    if len(data) > MOST_UNPACKED:
        raise InputError(
            [f"The link unpacks to more than {MOST_UNPACKED:,} bytes, which RegDash never writes."]
        )
    if not unpacker.eof or unpacker.unused_data:
        refuse_damage("its end is missing or changed")
    return data


def refuse_damage(reason: str) -> NoReturn:
    """Refuse a link.

    Args:
        reason: What is wrong, without a full stop.

    Raises:
        InputError: Always.
    """
    raise InputError([f"The link is damaged ({reason}). {COPY_AGAIN}"])
