# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters put into one: values, NoData, masks of each slice, and types that have no value free."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, OutputError
from image_services.core.stack import Part, stack
from osgeo import gdal


def write(path, array, *, no_data=None, mask=None, kind=gdal.GDT_Byte, west=0.0):
    rows, columns = array.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, kind)
    dataset.SetGeoTransform((west, 1, 0, 0, 0, -1))
    band = dataset.GetRasterBand(1)
    if no_data is not None:
        band.SetNoDataValue(no_data)
    band.WriteArray(array)
    if mask is not None:
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
        band.GetMaskBand().WriteArray(mask.astype("u1") * 255)
    return Part(Path(path), (path.stem,))


def bands(path):
    dataset = gdal.Open(str(path))
    found = [dataset.GetRasterBand(n) for n in range(1, dataset.RasterCount + 1)]
    return [(band.ReadAsArray(), band.GetMaskBand().ReadAsArray() > 0) for band in found], dataset


def test_values_and_no_data_are_kept(tmp_path):
    arrays = [np.arange(6, dtype="f4").reshape(2, 3) * n for n in (1, 2)]
    parts = [write(tmp_path / f"{n}.tif", a, no_data=-1, kind=gdal.GDT_Float32) for n, a in enumerate(arrays)]
    assert stack(parts, tmp_path / "out.tif", metadata={"A": "b"}) == ("Float32", -1.0)
    found, dataset = bands(tmp_path / "out.tif")
    assert all(np.array_equal(got, a) and valid.all() for (got, valid), a in zip(found, arrays, strict=True))
    assert dataset.GetMetadataItem("A") == "b"
    assert [dataset.GetRasterBand(n).GetDescription() for n in (1, 2)] == ["0", "1"]


def test_holes_of_one_slice_are_no_holes_of_another(tmp_path):
    first, second = (np.random.default_rng(n).integers(0, 200, (300, 300), "u1") for n in (1, 2))
    hole = np.zeros((300, 300), bool)
    hole[10:20, 30:40] = True
    parts = [write(tmp_path / "a.tif", first, mask=~hole), write(tmp_path / "b.tif", second)]
    assert stack(parts, tmp_path / "out.tif", metadata={}, compression="deflate") == ("Byte", 255.0)
    found, _ = bands(tmp_path / "out.tif")
    assert np.array_equal(found[0][1], ~hole)
    assert found[1][1].all()
    assert np.array_equal(found[0][0][~hole], first[~hole])
    assert np.array_equal(found[1][0], second)


def test_a_type_without_a_free_value_is_widened(tmp_path):
    everything = np.arange(256, dtype="u1").reshape(16, 16)
    hole = np.zeros((16, 16), bool)
    hole[0, 0] = True
    parts = [write(tmp_path / "a.tif", everything, mask=~hole), write(tmp_path / "b.tif", everything)]
    assert stack(parts, tmp_path / "out.tif", metadata={}) == ("Int16", -32768.0)
    found, _ = bands(tmp_path / "out.tif")
    assert np.array_equal(found[0][1], ~hole)
    assert np.array_equal(found[1][0], everything)


@pytest.mark.parametrize(("kind", "code"), [("i4", gdal.GDT_Int32), ("u4", gdal.GDT_UInt32), ("i2", gdal.GDT_Int16)])
def test_large_types_take_an_end_that_is_free(tmp_path, kind, code):
    limits = np.iinfo(kind)
    array = np.array([[limits.min, 5], [6, 7]], kind)
    hole = np.array([[False, True], [False, False]])
    parts = [write(tmp_path / "a.tif", array, mask=~hole, kind=code)]
    stack(parts, tmp_path / "out.tif", metadata={})
    found, _ = bands(tmp_path / "out.tif")
    assert np.array_equal(found[0][1], ~hole)
    assert np.array_equal(found[0][0][~hole], array[~hole])


def test_slices_that_do_not_fit_are_refused(tmp_path):
    array = np.zeros((2, 2), "u1")
    parts = [write(tmp_path / "a.tif", array), write(tmp_path / "b.tif", array, west=1.0)]
    with pytest.raises(OutputError, match="differ"):
        stack(parts, tmp_path / "out.tif", metadata={})
    with pytest.raises(OutputError, match="cannot be read"):
        stack([Part(tmp_path / "none.tif", ("a",))], tmp_path / "out.tif", metadata={})
    assert not (tmp_path / "out.tif").exists()


def test_a_cancel_leaves_nothing(tmp_path):
    parts = [write(tmp_path / "a.tif", np.zeros((2, 2), "u1"))]
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        stack(parts, tmp_path / "out.tif", metadata={}, cancel=cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]
