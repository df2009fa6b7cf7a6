# SPDX-License-Identifier: GPL-2.0-or-later
"""What is published and read back is what it was: every pixel type, bands, holes, georeferencing."""

from __future__ import annotations

import numpy as np
import pytest
from image_services import core
from image_services.core.pixels import PIXEL_TYPES, promoted

TYPES = ["U8", "S8", "U16", "S16", "U32", "S32", "F32", "F64"]


@pytest.mark.parametrize("bands", [1, 3, 4, 8])
@pytest.mark.parametrize("code", TYPES)
def test_every_pixel_type_comes_back_with_its_holes(world, tmp_path, name, write_raster, values_of, code, bands):
    data = values_of(code, bands, 90, 130)
    holes = np.zeros(data.shape, bool)
    holes[:, 10:20, 30:50] = True
    for band in range(bands):
        holes[band, 40 + band, :] = True
    no_data = 77 if code != "F64" else -9999.25
    data[(data == no_data) & ~holes] = 78
    path = write_raster(tmp_path / "in.tif", data, holes=holes, no_data=no_data)
    result = core.publish(path, gis=world.gis, service_name=name)
    assert result.status == "succeeded"
    service = core.open_service(result.service_url, gis=world.gis)
    kind = promoted(PIXEL_TYPES[code])
    assert service.pixel_type is kind
    assert service.no_data == (kind.maximum,) * bands
    read = service.read()
    np.testing.assert_array_equal(np.ma.getmaskarray(read), holes)
    assert np.array_equal(read.data[~holes], data[~holes].astype(kind.numpy_name))
    assert read.transform == (500_003.3, 12.5, 0.0, 5_400_007.7, 0.0, -7.25)
