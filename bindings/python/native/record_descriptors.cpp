#include "record_descriptors.h"

#include <structmember.h>

#include "record_object.h"
#include "value.h"

namespace spectrakit::python {
namespace {

/// Reads `name` of a record. `flag` tells an attribute that holds a point in time, and a relationship to many.
struct DescriptorObject {
  PyObject_HEAD PyObject* name;
  PyObject* documentation;
  const char* utf8_name;
  Py_ssize_t utf8_length;
  int flag;
};

DescriptorObject* as_descriptor(PyObject* object) {
  return reinterpret_cast<DescriptorObject*>(object);
}

PyObject* make(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
  static const char* const names[] = {"name", "doc", "flag", nullptr};
  PyObject* name = nullptr;
  PyObject* documentation = Py_None;
  int flag = 0;
  if (PyArg_ParseTupleAndKeywords(arguments, keywords, "U|Op", const_cast<char**>(names), &name, &documentation,
                                  &flag) == 0) {
    return nullptr;
  }
  PyObject* const self = type->tp_alloc(type, 0);
  if (self == nullptr) return nullptr;
  DescriptorObject* const descriptor = as_descriptor(self);
  descriptor->name = Py_NewRef(name);
  descriptor->documentation = Py_NewRef(documentation);
  descriptor->utf8_name = PyUnicode_AsUTF8AndSize(name, &descriptor->utf8_length);
  descriptor->flag = flag;
  if (descriptor->utf8_name == nullptr) {
    Py_DECREF(self);
    return nullptr;
  }
  return self;
}

void dealloc(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  Py_XDECREF(as_descriptor(self)->name);
  Py_XDECREF(as_descriptor(self)->documentation);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* get_attribute(PyObject* self, PyObject* instance, PyObject*) {
  if (instance == nullptr || instance == Py_None) return Py_NewRef(self);
  const RecordObject* const record = record_of(instance);
  if (record == nullptr) return nullptr;
  const DescriptorObject* const descriptor = as_descriptor(self);
  const spk_value value =
      spk_resource_attribute(record->resource, descriptor->utf8_name, static_cast<size_t>(descriptor->utf8_length));
  return descriptor->flag != 0 ? to_datetime(value) : to_python(value);
}

PyObject* get_relation(PyObject* self, PyObject* instance, PyObject*) {
  if (instance == nullptr || instance == Py_None) return Py_NewRef(self);
  RecordObject* const record = record_of(instance);
  if (record == nullptr) return nullptr;
  const DescriptorObject* const descriptor = as_descriptor(self);
  const auto length = static_cast<size_t>(descriptor->utf8_length);
  return descriptor->flag != 0 ? related_records(record, descriptor->utf8_name, length)
                               : related_record(record, descriptor->utf8_name, length);
}

int refuse_set(PyObject* self, PyObject*, PyObject*) {
  PyErr_Format(PyExc_AttributeError, "%U can not be set: records never change; use update()",
               as_descriptor(self)->name);
  return -1;
}

PyMemberDef members[] = {{"__doc__", T_OBJECT, offsetof(DescriptorObject, documentation), READONLY, nullptr},
                         {"name", T_OBJECT, offsetof(DescriptorObject, name), READONLY, nullptr},
                         {nullptr, 0, 0, 0, nullptr}};

PyType_Slot attribute_slots[] = {{Py_tp_new, reinterpret_cast<void*>(make)},
                                 {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                                 {Py_tp_descr_get, reinterpret_cast<void*>(get_attribute)},
                                 {Py_tp_descr_set, reinterpret_cast<void*>(refuse_set)},
                                 {Py_tp_members, members},
                                 {0, nullptr}};

PyType_Slot relation_slots[] = {{Py_tp_new, reinterpret_cast<void*>(make)},
                                {Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                                {Py_tp_descr_get, reinterpret_cast<void*>(get_relation)},
                                {Py_tp_descr_set, reinterpret_cast<void*>(refuse_set)},
                                {Py_tp_members, members},
                                {0, nullptr}};

PyType_Spec attribute_spec = {"spectrakit._native.Attribute", sizeof(DescriptorObject), 0, Py_TPFLAGS_DEFAULT,
                              attribute_slots};
PyType_Spec relation_spec = {"spectrakit._native.Relation", sizeof(DescriptorObject), 0, Py_TPFLAGS_DEFAULT,
                             relation_slots};

py::object make_type(PyType_Spec& spec) {
  auto made = py::reinterpret_steal<py::object>(PyType_FromSpec(&spec));
  if (!made) throw py::error_already_set();
  return made;
}

}  // namespace

py::object make_attribute_type() {
  return make_type(attribute_spec);
}

py::object make_relation_type() {
  return make_type(relation_spec);
}

}  // namespace spectrakit::python
